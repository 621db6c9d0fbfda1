// Before anything is drawn.
{
const key = "scheme " + new URL("..", document.currentScript.src).pathname;
let scheme;
const show = () => {
  document.documentElement.dataset.scheme = scheme;
  for (const meta of document.querySelectorAll("[name=theme-color]")) {
    const own = meta.dataset.media ??= meta.media;
    meta.media = !scheme ? own : own.includes(scheme) ? "" : "not all";
  }
  for (const one of document.querySelectorAll(".schemes button")) one.ariaPressed = one.value === scheme;
};
try { scheme = localStorage[key]; } catch {}
if (!/^(light|dark)$/.test(scheme)) scheme = "";
show();
addEventListener("DOMContentLoaded", show);
addEventListener("click", ({ target }) => {
  if (!target.matches(".schemes button")) return;
  scheme = target.value;
  show();
  try { localStorage[key] = scheme; } catch {}
});
}
