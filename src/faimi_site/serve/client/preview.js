// The preview in the browser: loads the page anew when its site has changed, and shows what keeps it from being built.
(function () {
  "use strict";
  var own = document.currentScript, build = own.dataset.build, base = own.dataset.base, folder = own.src.replace(/[^/]*$/, "");
  var KEY = "faimi-site preview", SOONEST = 250, LATEST = 4000; // milliseconds between two tries to connect
  var socket, pause = SOONEST, leaving = false, panel = null;

  function remembered() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (unreadable) { return null; }
  }
  function remember(value) {
    try { sessionStorage.setItem(KEY, JSON.stringify(value)); } catch (forbidden) { /* the browser scrolls by itself */ }
  }

  // A page that is loaded anew before it has scrolled to where it was keeps what was remembered.
  var before = remembered();
  function restore() {
    if (before && before.address === location.href) scrollTo({ left: before.x, top: before.y, behavior: "instant" });
    before = null;
    remember(null);
  }
  if (document.readyState === "complete") restore(); else addEventListener("load", restore);

  // Below another base path the page has another address.
  function reload(now) {
    leaving = true;
    if (now !== base && location.pathname.startsWith(base + "/")) {
      location.replace(now + location.pathname.slice(base.length) + location.search + location.hash);
      return;
    }
    if (!before) remember({ address: location.href, x: scrollX, y: scrollY });
    location.reload();
  }

  // All sheets of the site, as one may have been imported by another; the old one goes when the new one is there.
  function swap() {
    document.querySelectorAll("link[rel~=stylesheet][href]").forEach(function (link) {
      var address = new URL(link.href);
      if (address.origin !== location.origin || link.dataset.old) return;
      address.searchParams.set("preview", build);
      var fresh = link.cloneNode();
      fresh.href = address.href;
      link.dataset.old = "yes";
      fresh.onload = fresh.onerror = function () { link.remove(); };
      link.after(fresh);
    });
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // In a tree of its own, so that neither the page's styles nor its scripts take it for a part of the page.
  function show(count, problems) {
    if (panel) panel.remove();
    panel = null;
    if (!problems.length || window.top !== window) return;
    panel = document.createElement("faimi-site-problems");
    panel.hidden = true;
    var tree = panel.attachShadow({ mode: "open" });
    var styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = folder + "preview.css";
    styles.onload = styles.onerror = function () { styles.parentNode.host.hidden = false; };
    var box = element("section", "problems", "");
    box.setAttribute("role", "alert");
    var close = element("button", "close", "Hide");
    close.addEventListener("click", function () { box.remove(); });
    box.append(close, element("h1", "", count), element("p", "", "The page below is the last one that could be built."));
    problems.forEach(function (problem) { box.append(element("pre", "", problem)); });
    tree.append(styles, box);
    document.documentElement.append(panel);
  }

  var answers = {
    reload: function (said) {
      if (said.build === build) return;
      if (!said.liveCSS) { reload(said.base); return; }
      build = said.build;
      swap();
    },
    problems: function (said) { show(said.count, said.problems); }
  };

  function connect() {
    if (socket) return;
    leaving = false;
    socket = new WebSocket(folder.replace(/^http/, "ws") + "livereload");
    socket.onopen = function () {
      pause = SOONEST;
      socket.send(JSON.stringify({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] }));
      socket.send(JSON.stringify({ command: "info", url: location.href, build: build }));
    };
    socket.onmessage = function (event) {
      var said = JSON.parse(event.data);
      if (answers[said.command]) answers[said.command](said);
    };
    socket.onclose = function () {
      socket = null;
      if (leaving) return;
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, LATEST);
    };
  }
  addEventListener("pagehide", function () { leaving = true; if (socket) socket.close(); });
  addEventListener("pageshow", function (event) { if (event.persisted) connect(); });
  connect();
})();
