{
const all = (selector) => [...document.querySelectorAll(selector)];
const made = (tag, className, textContent, more) => Object.assign(document.createElement(tag), { className, textContent }, more);
const button = (label, onclick, ariaLabel = null) => made("button", "button", label, { onclick, ariaLabel });
const mark = (place, says) => place.append(made("span", "mark", says));
const now = Date.now();

// Editions; in the navigation what is on or next.
const dated = all("[data-begins]").map((one) => [one, Date.parse(one.dataset.begins), Date.parse(one.dataset.ends)]);
const next = Math.min(...dated.map(([, begins]) => begins > now ? begins : Infinity));
for (const [one, begins, ends] of dated) {
  const says = ends <= now ? "past" : begins <= now ? "running now" : begins === next ? "next" : "upcoming";
  if (/^[rn]/.test(says) || !one.closest("nav")) mark(one.querySelector(".event-facts") ?? one, ` (${says})`);
}

// A day ends when it has everywhere.
const end = ({ dateTime }) => Date.parse(dateTime[10] ? dateTime : dateTime + "T23:59-12:00") + 59999;
let says = "next";
for (const time of all("[data-deadline]").sort((one, two) => end(one) - end(two))) {
  const row = time.closest("div"), over = end(time) < now, word = over ? "closed" : says;
  if (word) row.classList.add(word), mark(row.lastElementChild, " " + word);
  if (!over) says = "";
}

// The visitor's times, and day where it is another.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const format = (timeZone, options) => Intl.DateTimeFormat(document.documentElement.lang, { ...options, timeZone });
const day = { weekday: "short", day: "numeric", month: "short" };
const slots = all(".slot").map((slot) => {
  const times = Array.from(slot.querySelectorAll("time"), (time) => new Date(time.dateTime));
  const venue = slot.closest("table")?.dataset.timezone, there = format(venue, day).format(times[0]);
  const days = times.some((time) => format(zone, day).format(time) !== there) && day;
  return [slot, ...[zone, venue].map((at) => format(at, { ...days, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatRange(...times))];
});
if (slots.some(([, here, there]) => here !== there)) {
  const label = made("label", "zone-switch", ` Show my time too (${zone})`);
  label.prepend(made("input", "", "", { type: "checkbox", onchange({ target }) {
    for (const one of all(".local")) one.remove();
    if (target.checked) for (const [slot, here] of slots) slot.after(made("span", "local", here + " your time"));
  } }));
  slots[0][0].closest("table").parentNode.before(label);
}

for (const pre of navigator.clipboard ? all("[data-copy]") : []) {
  pre.after(button("Copy", async ({ target }) => {
    await navigator.clipboard.writeText(pre.textContent);
    target.textContent = "Copied";
  }));
}

for (const link of all("[data-embed]")) {
  const title = link.textContent;
  link.after(" ", button("Load it here", ({ target }) => {
    const frame = made("iframe", "", "", { title, allowFullscreen: true });
    for (const name in link.dataset) frame.setAttribute(name === "embed" ? "src" : name, link.dataset[name]);
    target.replaceWith(frame);
    frame.focus();
  }, "Load it here: " + title));
}

// Not found: like addresses.
const home = document.querySelector(".site-name")?.pathname.length, tail = (at) => at.pathname.slice(home);
const asked = tail(location), like = (link) => {
  const path = tail(link);
  return [...path].filter((_, at) => asked.includes(path.slice(at, at + 2))).length / Math.max(path.length, asked.length);
};
const near = all(".known a").filter((link) => like(link) > .5).sort((one, two) => like(two) - like(one));
if (near[0]) {
  const told = made("p", "near", "Did you mean: ");
  near.slice(0, 3).forEach((link, at) => told.append(at ? ", " : "", link.cloneNode(true)));
  document.querySelector("h1")?.after(told);
}
}
