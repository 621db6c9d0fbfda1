// What depends on the visitor: the own time zone, what is past today, the clipboard. Without it the page is complete.
(function () {
  "use strict";
  var lang = document.documentElement.lang;
  try { new Intl.DateTimeFormat(lang); } catch (unknown) { lang = "en"; }
  var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  function format(time, timeZone, options) {
    options.timeZone = timeZone;
    return new Intl.DateTimeFormat(lang, options).format(new Date(time.dateTime));
  }
  function clock(time, timeZone) {
    return format(time, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }
  function day(time, timeZone) {
    return format(time, timeZone, { weekday: "short", day: "numeric", month: "short" });
  }
  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // A time in the visitor's zone; a day that is not the one before it is named.
  function local(times, venue) {
    var first = day(times[0], zone), last = day(times[1], zone);
    return (first === day(times[0], venue) ? "" : first + ", ") + clock(times[0], zone) +
      "–" + clock(times[1], zone) + (last === first ? "" : " (" + last + ")");
  }

  // One switch for all days of a programme.
  var tables = document.querySelectorAll("table[data-timezone]");
  var slots = Array.from(document.querySelectorAll("table[data-timezone] .slot"), function (slot) {
    var times = Array.from(slot.querySelectorAll("time"));
    return { slot: slot, times: times, venue: slot.closest("table").dataset.timezone };
  });
  var differs = zone && slots.some(function (one) {
    return one.times.some(function (time) { 
      return clock(time, zone) + day(time, zone) !== clock(time, one.venue) + day(time, one.venue);
    });
  });
  if (differs) {
    var label = element("label", "zone-switch", " Show my time too (" + zone + ")");
    var box = document.createElement("input");
    box.type = "checkbox";
    label.prepend(box);
    tables[0].parentNode.before(label);
    box.addEventListener("change", function () {
      slots.forEach(function (one) {
        var shown = one.slot.parentNode.querySelector(".local");
        if (shown) shown.remove();
        if (box.checked) one.slot.after(element("span", "local", local(one.times, one.venue) + " your time"));
      });
    });
  }

  // A minute lasts until it is over; a day without a time until it has ended everywhere.
  function end(time) {
    var written = time.dateTime;
    return Date.parse(written.length > 10 ? written : written + "T23:59:00-12:00") + 59999;
  }
  var next = null;
  document.querySelectorAll("time[data-deadline]").forEach(function (time) {
    var row = time.closest("div");
    if (end(time) < Date.now()) {
      row.classList.add("closed");
      row.lastElementChild.append(element("span", "mark", " closed"));
    } else if (!next || end(time) < end(next)) {
      next = time;
    }
  });
  if (next) {
    next.closest("div").classList.add("next");
    next.closest("div").lastElementChild.append(element("span", "mark", " next"));
  }

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".schedule details").forEach(function (details) { details.open = true; });
  });

  document.querySelectorAll("pre[data-copy]").forEach(function (pre) {
    if (!navigator.clipboard) return;
    var button = element("button", "button", "Copy");
    button.type = "button";
    pre.after(button);
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(pre.textContent).then(function () {
        button.textContent = "Copied";
      });
    });
  });
})();
