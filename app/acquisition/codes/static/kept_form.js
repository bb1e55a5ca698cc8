// A form that was left without saving is offered again, from this browser's own memory.
(() => {
  const offer = document.querySelector("[data-kept-form]");
  const form = offer && document.getElementById(offer.dataset.keptForm);
  if (!form) return;
  const key = `lianke:${offer.dataset.keptAs}`;
  const KEPT_FOR = 7 * 86400e3;
  const skipped = new Set(["csrf_token", "state"]);

  const fields = () => [...form.elements].filter((field) =>
    field.name && !skipped.has(field.name) && !["file", "submit", "button", "hidden"].includes(field.type));

  const read = () => fields().map((field) =>
    [field.name, ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.value]);

  const write = (kept) => {
    const texts = new Map(kept.filter(([, value]) => !Array.isArray(value)));
    const ticks = new Map(kept.filter(([, value]) => Array.isArray(value)).map(([name, [value, on]]) => [`${name}\n${value}`, on]));
    for (const field of fields()) {
      const tick = ticks.get(`${field.name}\n${field.value}`);
      if (tick !== undefined) field.checked = tick;
      else if (texts.has(field.name)) field.value = texts.get(field.name);
      else continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "null");
      return found && Date.now() - found.at < KEPT_FOR ? found.fields : null;
    } catch { return null; }
  };

  const keep = () => {
    if (!offer.hidden) return; // what was left is not overwritten before it is decided on
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: read() })); } catch { /* no room, no memory */ }
  };

  const drop = () => localStorage.removeItem(key);

  const found = kept();
  const isNews = found && JSON.stringify(found) !== JSON.stringify(read());
  if (isNews && !("keptNow" in offer.dataset)) offer.hidden = false;

  document.addEventListener("input", (event) => { if (event.target.form === form) keep(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-kept-restore]")) { offer.hidden = true; write(found); keep(); }
    if (event.target.closest("[data-kept-drop]")) { offer.hidden = true; drop(); }
  });
  form.addEventListener("submit", (event) => { if (event.submitter?.name !== "op") drop(); });
})();
