// The print button, and words that appear on the poster while they are typed.
(() => {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-print-words]")) return;
    const place = document.querySelector(`[data-poster="${CSS.escape(event.target.name)}"]`);
    if (place) place.textContent = event.target.value;
  });
})();
