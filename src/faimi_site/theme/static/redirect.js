// With the query and fragment of the old address.
const target = new URL(document.getElementById("target"));
target.search ||= location.search;
target.hash ||= location.hash;
location.replace(target);
