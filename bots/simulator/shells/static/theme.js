// The theme before anything is drawn: what was chosen here, else what the system says.
(() => {
  const asked = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("shell-theme"); } catch { return null; } };
  const show = () => { document.documentElement.dataset.theme = kept() ?? (asked.matches ? "dark" : "light"); };
  asked.addEventListener("change", show);
  show();
})();
