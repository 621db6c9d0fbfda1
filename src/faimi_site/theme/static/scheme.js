// Before anything is drawn.
{
  const all = (selector) => [...document.querySelectorAll(selector)];
  const metas = all("[name=theme-color]").map((meta) => [meta, meta.media]);
  let scheme = "";
  try { scheme = ["light", "dark"].find((one) => one === localStorage.scheme) ?? ""; } catch {}
  const show = () => {
    document.documentElement.dataset.scheme = scheme;
    for (const [meta, own] of metas) meta.media = !scheme ? own : own.includes(scheme) ? "" : "not all";
    for (const one of all(".schemes button")) one.ariaPressed = one.value === scheme;
  };
  show();
  addEventListener("DOMContentLoaded", () => {
    for (const one of all(".schemes button")) one.onclick = () => {
      scheme = one.value;
      try { localStorage.scheme = scheme; } catch {}
      show();
    };
    show();
  });
}
