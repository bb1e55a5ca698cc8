// Small behaviours of the shell: counters, confirmations, tables as cards, toasts.
(() => {
  const size = (text, unit) => unit === "bytes" ? new TextEncoder().encode(text).length : [...text].length;

  const count = (field) => {
    const output = document.querySelector(`[data-count-of="${CSS.escape(field.id)}"]`);
    if (!output) return;
    const used = size(field.value, field.dataset.limitUnit);
    output.value = `${used} / ${field.dataset.limit}${field.dataset.limitUnit === "bytes" ? " B" : ""}`;
    output.classList.toggle("is-over", used > Number(field.dataset.limit));
  };

  const nameCells = (table) => {
    const names = [...table.querySelectorAll("thead tr > *")].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      let place = 0;
      for (const cell of row.cells) {
        if (names[place] && cell.colSpan === 1) cell.dataset.label = names[place];
        place += cell.colSpan;
      }
    }
  };

  // Only when something was added: who scrolled up to read is left there.
  const scrollToEnd = (box) => {
    if (box.dataset.seenHeight === String(box.scrollHeight)) return;
    box.scrollTop = box.scrollHeight;
    box.dataset.seenHeight = box.scrollHeight;
  };

  const fade = (toast) => {
    if (toast.dataset.toast) return;
    toast.dataset.toast = "shown";
    // A bad message stays until it is read.
    if (!toast.classList.contains("tone-bad")) setTimeout(() => toast.remove(), 6000);
  };

  const prepare = () => {
    document.querySelectorAll("[data-limit]").forEach(count);
    document.querySelectorAll(".table-cards").forEach(nameCells);
    document.querySelectorAll("[data-stick-to-end]").forEach(scrollToEnd);
    document.querySelectorAll("[data-toast]").forEach(fade);
  };

  const confirmThen = (form, submitter) => {
    const dialog = document.getElementById("confirm");
    dialog.querySelector(".confirm-words").textContent = form.dataset.confirm;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }, { once: true });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      confirmThen(form, event.submitter);
    } else {
      delete form.dataset.confirmed;
    }
  }, true);

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-limit]")) count(event.target);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) window.switchTheme();
    if (event.target.closest("[data-back]")) history.back();
    event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
    const copied = event.target.closest("[data-copy]");
    if (copied) navigator.clipboard?.writeText(copied.dataset.copy);
  });

  document.addEventListener("htmx:after:swap", prepare);
  document.addEventListener("DOMContentLoaded", prepare);
})();
