// A button beside each link to a video or another embedded page, which loads it in the page once it is asked for.
(function () {
  "use strict";
  document.querySelectorAll("a[data-embed]").forEach(function (link) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button embed-load";
    button.textContent = "Load it here";
    button.setAttribute("aria-label", "Load it here: " + link.textContent);
    button.addEventListener("click", function () {
      var frame = document.createElement("iframe");
      ["title", "width", "height", "allow", "sandbox"].forEach(function (name) {
        if (link.dataset[name]) { frame.setAttribute(name, link.dataset[name]); }
      });
      frame.title = frame.title || link.textContent;
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.src = link.dataset.embed;
      button.replaceWith(frame);
      frame.focus();
    });
    link.after(" ", button);
  });
})();
