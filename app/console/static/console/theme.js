// Loaded before the page is drawn, so that a dark page never flashes white.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("lianke-theme"); } catch { return null; } };

  const show = () => root.setAttribute("data-bs-theme", kept() ?? (system.matches ? "dark" : "light"));

  window.switchTheme = () => {
    const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    try { localStorage.setItem("lianke-theme", next); } catch { /* a private window keeps nothing */ }
    root.setAttribute("data-bs-theme", next);
    document.dispatchEvent(new CustomEvent("lianke:theme", { detail: next }));
  };

  system.addEventListener("change", show);
  show();
})();
