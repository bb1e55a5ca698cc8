// The welcome editor: a button puts a name's placeholder where the cursor stands, and the
// attachments are counted as WeCom will count them; a row left empty is none.
(() => {
  const fields = "input:not([type=file]), select, textarea";
  const isFilled = (row) => [...row.querySelectorAll(fields)].some((field) => field.value.trim());

  const count = () => {
    for (const output of document.querySelectorAll("[data-counts]")) {
      const rows = document.getElementById(output.dataset.counts).querySelectorAll("[data-attachment]");
      const used = [...rows].filter(isFilled).length;
      output.value = `${used} / ${output.dataset.most}`;
      output.classList.toggle("is-over", used > Number(output.dataset.most));
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("input", count);
  document.addEventListener("htmx:after:swap", count);
  document.addEventListener("DOMContentLoaded", count);
})();
