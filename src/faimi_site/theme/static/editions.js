// Which editions are over, running or next, by the visitor's clock. Without it all of them stand there with their dates.
(function () {
  "use strict";
  var now = Date.now();
  var dated = Array.from(document.querySelectorAll("[data-begins]"), function (element) {
    return { element: element, begins: Date.parse(element.dataset.begins), ends: Date.parse(element.dataset.ends) };
  });
  var next = Math.min.apply(null, dated.map(function (one) { return one.begins > now ? one.begins : Infinity; }));

  dated.forEach(function (one) {
    var says = one.ends <= now ? "past" : one.begins <= now ? "running now" : one.begins === next ? "next" : "upcoming";
    var mark = document.createElement("span");
    mark.className = "mark " + says.split(" ")[0];
    mark.textContent = " (" + says + ")";
    // In the navigation only what is going on or coming next.
    if (!one.element.closest("nav") || says === "next" || one.ends > now && one.begins <= now) {
      (one.element.querySelector(".event-facts") || one.element).append(mark);
    }
  });
})();
