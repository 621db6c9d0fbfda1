{
const all = (what, inside = document) => [...inside.querySelectorAll(what)];
const { src } = document.currentScript ?? {}, now = Date.now();
const made = (tag, className, textContent, more) => Object.assign(document.createElement(tag), { className, textContent }, more);

// An error in one ends no other.
[() => {
const dated = all("[data-begins]").map((one) => [one, Date.parse(one.dataset.begins), Date.parse(one.dataset.ends)]);
const next = Math.min(...dated.map((one) => one[1]).filter((it) => it > now));
for (const [one, begins, ends] of dated) {
  const says = ends <= now ? "past" : begins <= now ? "running now" : begins === next ? "next" : "upcoming";
  if (/^[rn]/.test(says) || !one.closest("nav")) (all(".event-facts", one)[0] ?? one).append(made("span", "mark", ` (${says})`));
}
}, () => {
// A day ends when it has everywhere.
const end = ({ dateTime }) => Date.parse(dateTime + (dateTime[10] ? "" : "T23:59-12:00")) + 59999;
let says = "next";
for (const time of all("[data-deadline]").sort((one, two) => end(one) - end(two))) {
  const row = time.closest("div") ?? time, word = end(time) < now ? "closed" : says;
  if (word) row.classList.add(word), (row.lastElementChild ?? row).append(made("span", "mark", " " + word));
  if (word === says) says = "";
}
}, () => {
const format = (timeZone, more) => Intl.DateTimeFormat(document.documentElement.lang, { ...more, timeZone });
const zone = format().resolvedOptions().timeZone, day = { weekday: "short", day: "numeric", month: "short" };
const slots = all("table .slot:has(time + time)").map((slot) => {
  const times = all("time", slot).map((time) => new Date(time.dateTime));
  const venue = slot.closest("table").dataset.timezone, there = format(venue, day).format(times[0]);
  return [slot, ...[zone, venue].map((at) => format(at, { ...(times.some((time) => format(zone, day).format(time) !== there) && day), hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatRange(...times))];
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
    const frame = made("iframe", "", "", { title, allowFullscreen: 1 });
    for (const name in link.dataset) frame.setAttribute(name === "embed" ? "src" : name, link.dataset[name]);
    this.replaceWith(frame);
    frame.focus();
  } }));
}
}, async () => {
const [list] = all(".known"), home = new URL("..", src).pathname, told = made("p", "near", "Did you mean: ");
const words = (path) => path.toLowerCase().replace(".html", "").match(/[^-/._]+/g) ?? [], asked = words(location.pathname.slice(home.length));
const like = ([path]) => asked.reduce((sum, word) => sum + Math.max(0, ...words(path).map((one) => one === word ? 1 : [...one].filter((_, at) => word.includes(one.slice(at, at + 2))).length / (one + word).length - .25)), 0);
const pages = list ? await fetch(home + "static/pages.json").then((it) => it.json()).catch(() => []) : [];
const near = pages.filter(like).sort((one, two) => like(two) - like(one)).slice(0, 3);
near.forEach(([path, title], at) => told.append(at ? ", " : "", made("a", "", title, { href: home + path })));
if (near[0]) (all("h1")[0] ?? list).after(told);
}].forEach(async (run) => run());
}
