// What both shells share: asking the simulator, building elements, and drawing again only what is new.
import { chooseLanguage, isEnglish, tr } from "/shells/words.js";

const told = async (answer) => {
  const body = await answer.json();
  if (!body.ok) throw new Error(body.why);
  return body;
};

export const look = async (path) => told(await fetch(`/sim/${path}`));

export const order = async (path, body) => told(await fetch(`/sim/${path}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}));

// el("p.note", {title: "…", onclick: …}, child, "text")
export const el = (name, marks = {}, ...children) => {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [mark, value] of Object.entries(marks)) {
    if (value === undefined || value === false || value === null) continue;
    if (mark.startsWith("on")) made.addEventListener(mark.slice(2), value);
    else made.setAttribute(mark, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return made;
};

export const button = (words, onclick, marks = {}, name = "button") =>
  el(name, { type: "button", onclick, ...marks }, words);

export const clock = (at) => new Intl.DateTimeFormat(isEnglish() ? "en-GB" : "zh-CN", {
  month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai",
}).format(at * 1000);

const switchTheme = () => {
  const other = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = other;
  try { localStorage.setItem("shell-theme", other); } catch { /* a private window forgets it */ }
};

export const switches = (redraw) => el("div.switches", {},
  button("◐", switchTheme, { "aria-label": tr("换个主题"), title: tr("换个主题") }, "button.quiet"),
  button(tr("English"), () => { chooseLanguage(isEnglish() ? "zh" : "en"); redraw(); }, {}, "button.quiet"));

// One line at the bottom for what could not be done, read out by screen readers.
export const say = (words) => {
  document.querySelector(".toast")?.remove();
  const toast = el("p.toast", { role: "status" }, words);
  document.body.append(toast);
  setTimeout(() => toast.remove(), 5000);
};

export const trying = (deed) => async (...given) => {
  try { return await deed(...given); } catch (error) { say(error.message); return undefined; }
};

// A form of one line: what is typed goes to `deed`, and stays when it could not be done.
export const writer = (deed, name = "text") => {
  const field = el("input", { name, "aria-label": tr("写点什么"), placeholder: tr("写点什么"), autocomplete: "off", maxlength: 2000, required: true });
  const form = el("form.writer", {}, field, el("button.primary", {}, tr("发送")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = field.value.trim();
    if (words && await trying(deed)(words)) field.value = "";
    field.focus();
  });
  return form;
};

// Keep `box` at its end when something was added, as a chat does.
export const atEnd = (box) => { box.scrollTop = box.scrollHeight; };

export const every = (milliseconds, deed) => {
  const again = async () => { await deed().catch(() => undefined); setTimeout(again, milliseconds); };
  again();
};
