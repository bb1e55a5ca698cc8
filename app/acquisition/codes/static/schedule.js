// Draws the periods of a plan as a week, and lets a rectangle drawn in it set a period's days and
// hours. Without this file the rows below are all there is, and enough.
(() => {
  const HOURS = 24;
  const two = (hour) => `${String(hour % HOURS).padStart(2, "0")}:00`;

  const build = (place) => {
    const form = place.closest("form");
    const days = place.dataset.days.split("|");
    const rows = () => [...form.querySelectorAll("[data-period-row]")];
    const cells = [];
    let active = 0;
    let from = null;
    let to = null;
    let isDrawing = false;

    const make = (tag, name, more = {}) => {
      const made = document.createElement(tag);
      if (name) made.className = name;
      Object.entries(more).forEach(([key, value]) => made.setAttribute(key, value));
      return made;
    };

    const grid = make("div", "week-grid", { role: "grid", "aria-label": place.dataset.label, "aria-multiselectable": "true" });
    const head = make("div", "", { role: "row" });
    head.append(make("span", "", { role: "columnheader", "aria-label": place.dataset.label }));
    days.forEach((day) => {
      const cell = make("span", "week-grid-head", { role: "columnheader" });
      cell.textContent = day;
      head.append(cell);
    });
    grid.append(head);
    for (let hour = 0; hour < HOURS; hour += 1) {
      const line = make("div", "", { role: "row" });
      const label = make("span", "week-grid-hour", { role: "rowheader" });
      label.textContent = two(hour);
      line.append(label);
      cells.push(days.map((_day, column) => {
        const cell = make("div", "week-grid-cell", { role: "gridcell", tabindex: hour || column ? "-1" : "0" });
        cell.dataset.hour = hour;
        cell.dataset.day = column;
        line.append(cell);
        return cell;
      }));
      grid.append(line);
    }
    const status = make("p", "week-grid-note", { "aria-live": "polite" });
    const help = make("p", "week-grid-note");
    help.textContent = place.dataset.help;
    place.append(status, grid, help);

    const field = (row, name) => row.querySelectorAll(`[name="period-${row.dataset.periodRow}-${name}"]`);
    const hoursOf = (row) => ["start", "end"].map((name) => {
      const [hour, minute] = field(row, name)[0].value.split(":").map(Number);
      return hour * 60 + (minute || 0);
    });

    // What a window covers of the hour of a day, seen from the day that it begins on.
    const covers = (start, end, minute) => (start < end ? minute < end && minute + 60 > start : minute + 60 > start);

    const periodAt = (day, hour) => rows().findIndex((row) => {
      const on = [...field(row, "days")].map((box) => box.checked);
      const [start, end] = hoursOf(row);
      if (Number.isNaN(start + end)) return false;
      const isNight = end <= start;
      return (on[day] && covers(start, end, hour * 60)) || (on[(day + 6) % 7] && isNight && hour * 60 < end);
    });

    const isChosen = (day, hour) => from !== null
      && day >= Math.min(from.day, to.day) && day <= Math.max(from.day, to.day)
      && hour >= Math.min(from.hour, to.hour) && hour <= Math.max(from.hour, to.hour);

    const draw = () => {
      cells.flat().forEach((cell) => {
        const day = Number(cell.dataset.day);
        const hour = Number(cell.dataset.hour);
        const period = periodAt(day, hour);
        cell.className = period < 0 ? "week-grid-cell" : `week-grid-cell plan-${period % 6}`;
        cell.toggleAttribute("data-painted", period >= 0);
        cell.setAttribute("aria-selected", String(isChosen(day, hour)));
        const name = period < 0 ? "" : ` ${place.dataset.period} ${period + 1}`;
        cell.setAttribute("aria-label", `${days[day]} ${two(hour)}${name}`);
      });
      rows().forEach((row, number) => row.classList.toggle("is-active", number === active));
      status.textContent = `${place.dataset.editing} ${active + 1}`;
    };

    const apply = () => {
      const row = rows()[active];
      if (!row || from === null) return;
      const [left, right] = [Math.min(from.day, to.day), Math.max(from.day, to.day)];
      field(row, "days").forEach((box, day) => { box.checked = day >= left && day <= right; });
      field(row, "start")[0].value = two(Math.min(from.hour, to.hour));
      field(row, "end")[0].value = two(Math.max(from.hour, to.hour) + 1);
      from = to = null;
      draw();
    };

    const spot = (cell) => ({ day: Number(cell.dataset.day), hour: Number(cell.dataset.hour) });
    const focus = (cell) => {
      cells.flat().forEach((other) => { other.tabIndex = -1; });
      cell.tabIndex = 0;
      cell.focus();
    };

    grid.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest(".week-grid-cell");
      if (!cell || event.pointerType === "touch") return;
      isDrawing = true;
      from = to = spot(cell);
      focus(cell);
      event.preventDefault();
      draw();
    });
    grid.addEventListener("pointerover", (event) => {
      const cell = event.target.closest(".week-grid-cell");
      if (!isDrawing || !cell) return;
      to = spot(cell);
      draw();
    });
    document.addEventListener("pointerup", () => {
      if (!isDrawing) return;
      isDrawing = false;
      apply();
    });
    grid.addEventListener("keydown", (event) => {
      const cell = event.target.closest(".week-grid-cell");
      const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (!cell) return;
      const here = spot(cell);
      if (step) {
        const next = cells[here.hour + step[1]]?.[here.day + step[0]];
        if (next && event.shiftKey) {
          from ??= here;
          to = spot(next);
        } else {
          from = to = null;
        }
        if (next) focus(next);
      } else if (event.key === "Enter" || event.key === " ") {
        from ??= here;
        to ??= here;
        apply();
      } else if (event.key === "Escape") {
        from = to = null;
      } else {
        return;
      }
      event.preventDefault();
      draw();
    });
    form.addEventListener("input", draw);
    form.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-period-row]");
      if (!row) return;
      active = Number(row.dataset.periodRow);
      draw();
    });
    active = rows().length - 1;
    draw();
  };

  const look = () => document.querySelectorAll("[data-week-grid]:empty").forEach(build);
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
