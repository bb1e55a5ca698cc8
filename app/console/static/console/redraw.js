// What the server draws anew while a person works. A part of a form (data-redrawn) takes no input
// until its answer is here: what would be typed there would be lost. Then the keyboard stands in
// the new row, or where it stood. Without an answer, or with one that lacks the part (a proxy's
// error page), nothing is replaced.
(() => {
  const CONTROLS = "input:not([type=hidden]), select, textarea, button";
  const waiting = new WeakMap();

  const called = (control) => `${control.name} ${/^(checkbox|radio|submit)$/.test(control.type) ? control.value : ""}`;
  const controls = (part) => [...part.querySelectorAll(CONTROLS)];

  // The part itself and those around it: an answer for one of them would drop the answer for it.
  const held = (part) => part ? [part, ...held(part.parentElement.closest("[data-redrawn]"))] : [];

  // Once, however often; not for what looks every few seconds and will look again.
  const tell = (source) => {
    if (source.matches("[hx-trigger^=every]") || document.querySelector("[data-not-drawn]")) return;
    const words = document.getElementById("not-drawn").content.firstElementChild.cloneNode(true);
    words.dataset.notDrawn = "";
    document.getElementById("toasts").append(words);
  };

  const point = (part, before, last) => {
    if (part.querySelector("[autofocus]")) return;
    const here = controls(part);
    const isNew = (one) => one.type !== "submit" && !before.has(called(one));
    const place = here.find(isNew) ?? here.find((one) => called(one) === last);
    place?.focus();
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (!ctx.target?.matches("[data-redrawn]")) return;
    const before = new Set(controls(ctx.target).map(called));
    waiting.set(ctx, { parts: held(ctx.target), id: ctx.target.id, before, last: called(ctx.sourceElement) });
    waiting.get(ctx).parts.forEach((part) => { part.inert = true; });
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const isMain = (task) => task.type === "main" && task.fragment.childElementCount;
    if (!ctx.select || tasks.some(isMain)) return;
    event.preventDefault();
    tell(ctx.sourceElement);
  });

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.select) tell(ctx.sourceElement);
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (!waiting.has(ctx)) return;
    const { parts, id, before, last } = waiting.get(ctx);
    parts.forEach((part) => { part.inert = false; });
    const part = document.getElementById(id);
    point(part, before, last);
    if (part !== parts[0]) part.dispatchEvent(new Event("redrawn", { bubbles: true }));
  });
})();
