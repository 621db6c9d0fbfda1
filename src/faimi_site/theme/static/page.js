{
const all = (what, inside = document) => [...inside.querySelectorAll(what)];
const made = (tag, className, textContent, more) => Object.assign(document.createElement(tag), { className, textContent }, more);
const now = Date.now(), { src } = document.currentScript ?? {};

// An error in one ends no other.
[() => {
// Editions; in navigation, what is on or next.
const dated = all("[data-begins]").map((one) => [one, Date.parse(one.dataset.begins), Date.parse(one.dataset.ends)]);
const next = Math.min(...dated.map(([, begins]) => begins > now ? begins : Infinity));
for (const [one, begins, ends] of dated) {
  const says = ends <= now ? "past" : begins <= now ? "running now" : begins === next ? "next" : "upcoming";
  if (/^[rn]/.test(says) || !one.closest("nav")) (one.querySelector(".event-facts") ?? one).append(made("span", "mark", ` (${says})`));
}
}, () => {
// A day ends when it has everywhere.
const end = ({ dateTime }) => Date.parse(dateTime[10] ? dateTime : dateTime + "T23:59-12:00") + 59999;
let says = "next";
for (const time of all("[data-deadline]").sort((one, two) => end(one) - end(two))) {
  const row = time.closest("div") ?? time, word = end(time) < now ? "closed" : says;
  if (word) row.classList.add(word), (row.lastElementChild ?? row).append(made("span", "mark", " " + word));
  if (word === says) says = "";
}
}, () => {
// The visitor's times.
const format = (timeZone, more) => Intl.DateTimeFormat(document.documentElement.lang, { ...more, timeZone });
const zone = format().resolvedOptions().timeZone, day = { weekday: "short", day: "numeric", month: "short" };
const slots = all("table .slot:has(time + time)").map((slot) => {
  const times = all("time", slot).map((time) => new Date(time.dateTime));
  const venue = slot.closest("table").dataset.timezone, there = format(venue, day).format(times[0]);
  const days = times.some((time) => format(zone, day).format(time) !== there) && day;
  return [slot, ...[zone, venue].map((at) => format(at, { ...days, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatRange(...times))];
});
if (slots.some(([, here, there]) => here !== there)) {
  const label = made("label", "zone-switch", ` Show my time too (${zone})`);
  label.prepend(made("input", "", "", { type: "checkbox", onchange() {
    for (const one of all(".local")) one.remove();
    if (this.checked) for (const [slot, here] of slots) slot.after(made("span", "local", here + " your time"));
  } }));
  slots[0][0].closest("table").parentNode.before(label);
}
}, () => {
if (navigator.clipboard) for (const pre of all("[data-copy]")) pre.after(made("button", "button", "Copy", { async onclick() {
  await navigator.clipboard.writeText(pre.textContent);
  this.textContent = "Copied";
} }));
}, () => {
for (const link of all("[data-embed]")) {
  const title = link.textContent;
  link.after(" ", made("button", "button", "Load it here", { ariaLabel: "Load it here: " + title, onclick() {
    const frame = made("iframe", "", "", { title, allowFullscreen: true });
    for (const name in link.dataset) frame.setAttribute(name === "embed" ? "src" : name, link.dataset[name]);
    this.replaceWith(frame);
    frame.focus();
  } }));
}
}, async () => {
// Not found: like addresses.
const [list] = all(".known"), home = new URL("..", src).pathname, asked = location.pathname.slice(home.length);
const like = (path) => [...path].filter((_, at) => asked.includes(path.slice(at, at + 2))).length / (path + asked).length;
if (!list) return;
const pages = await (await fetch(home + "static/pages.json")).json(), told = made("p", "near", "Did you mean: ");
const near = pages.filter(([path]) => like(path) > .25).sort(([one], [two]) => like(two) - like(one)).slice(0, 3);
near.forEach(([path, title], at) => told.append(at ? ", " : "", made("a", "", title, { href: home + path })));
if (near[0]) (all("h1")[0] ?? list).after(told);
}].forEach(async (run) => run());
}
