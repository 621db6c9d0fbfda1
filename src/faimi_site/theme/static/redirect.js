// With the query and fragment of the old address.
for (const link of document.querySelectorAll("a#target")) {
  link.search ||= location.search;
  link.hash ||= location.hash;
  location.replace(link);
}
