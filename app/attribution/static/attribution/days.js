// Who types a date means those days: the choice of days follows, and back.
(() => {
  for (const form of document.querySelectorAll("[data-days]")) {
    const { range, from, to } = form.elements;
    const agree = () => {
      for (const day of [from, to]) day.closest(".field").hidden = range.value !== "custom";
      for (const day of [from, to]) day.disabled = range.value !== "custom";
    };
    range.addEventListener("change", agree);
    agree();
  }
})();
