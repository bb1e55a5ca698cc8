// The split page: real pages open beside the phone, and a short tour that comes only once.
(() => {
  const byId = (id) => document.getElementById(id);
  const feed = byId("demo-feed"), beside = byId("demo-beside");
  const frame = beside.querySelector("iframe"), out = beside.querySelector("[data-beside-out]");
  const feedTab = document.querySelector("[data-feed-tab]");
  const tabs = [...byId("demo-tabs").querySelectorAll(".nav-link")];

  const light = (tab) => tabs.forEach((one) => {
    one.classList.toggle("active", one === tab);
    one === tab ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
  });

  const showFeed = (isFeed) => { feed.hidden = !isFeed; beside.hidden = isFeed; };

  // The page inside shows its content without the menu, which stands around it already.
  const settle = () => {
    const inside = frame.contentDocument;
    if (!inside || inside.URL === "about:blank") return;
    const sheet = inside.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = document.querySelector('link[href*="demo.css"]').href;
    inside.documentElement.classList.add("is-beside");
    inside.documentElement.setAttribute("data-bs-theme", document.documentElement.getAttribute("data-bs-theme"));
    inside.head.append(sheet);
    sheet.addEventListener("load", () => frame.classList.add("is-settled"));
    out.href = inside.URL;
    const here = new URL(inside.URL).pathname;
    light(tabs.find((tab) => tab.pathname === here));
  };

  frame.addEventListener("load", settle);

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[target="beside"]');
    if (link && !event.ctrlKey && !event.metaKey) {
      frame.classList.remove("is-settled");
      showFeed(false);
      light(tabs.includes(link) ? link : undefined);
      byId("demo-console").scrollIntoView({ block: "nearest", behavior: "smooth" });
    }
    if (event.target.closest("[data-feed-tab]")) {
      showFeed(true);
      light(feedTab);
    }
  });

  document.addEventListener("lianke:theme", (event) => {
    frame.contentDocument?.documentElement.setAttribute("data-bs-theme", event.detail);
  });

  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.status >= 400) return;
    if (event.target.matches?.("[data-clears]")) event.target.reset();
    // Whoever scans has understood the first card; the second one tells where to look.
    if (event.target.matches?.("[data-scans]") && step === 0) forward();
  });

  const tour = byId("demo-tour"), steps = [...tour.querySelectorAll("li")];
  const next = tour.querySelector("[data-tour-next]");
  const kept = () => { try { return localStorage.getItem("lianke-tour"); } catch { return "done"; } };
  let step = -1;

  const point = () => {
    document.querySelectorAll(".is-toured").forEach((one) => one.classList.remove("is-toured"));
    const at = steps[step] && byId(steps[step].dataset.tourAt);
    at?.classList.add("is-toured");
    at?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };

  const end = () => {
    try { localStorage.setItem("lianke-tour", "done"); } catch { /* a private window asks again */ }
    step = -1;
    tour.hidden = true;
    point();
  };

  const forward = () => {
    step += 1;
    if (step >= steps.length) { end(); return; }
    steps.forEach((one, place) => { one.hidden = place !== step; });
    tour.querySelector("[data-tour-count]").textContent = `${step + 1} / ${steps.length}`;
    if (step === steps.length - 1) next.textContent = next.dataset.last;
    tour.hidden = false;
    point();
  };

  next.addEventListener("click", forward);
  tour.querySelector("[data-tour-skip]").addEventListener("click", end);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !tour.hidden) end(); });
  if (!kept()) forward();
})();
