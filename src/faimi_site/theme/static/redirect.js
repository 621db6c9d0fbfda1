// Leads on at once, with the query and the fragment that the old address was called with.
(function () {
  var target = new URL(document.getElementById("target").href);
  if (!target.search) target.search = location.search;
  if (!target.hash) target.hash = location.hash;
  location.replace(target.href);
})();
