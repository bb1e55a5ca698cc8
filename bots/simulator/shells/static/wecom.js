// A member's client: chats on the left, the talk in the middle, an app's page beside it.
import { atEnd, button, el, every, look, order, switches, trying, writer } from "/shells/shell.js";
import { summary, talk } from "/shells/bubbles.js";
import { errands } from "/shells/errands.js";
import { openPage, sidebar } from "/shells/sidebar.js";
import { tr } from "/shells/words.js";

const shell = document.getElementById("shell");
const userid = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const wide = matchMedia("(min-width: 62rem)");
let seen, shown = "", place = "chats", chosen = location.hash.slice(1), version = new URLSearchParams(location.search).get("version");

const keyOf = (row) => row.customer ?? row.chat_id;
const current = () => seen.chats.find((row) => keyOf(row) === chosen);
const titleOf = (row) => (row.chat_id ? `${row.name} (${row.size})` : row.remark || row.name);

const beside = (row, agentid, more = {}) => openPage({ userid, agentid, customer: row?.customer, chat_id: row?.chat_id, version, ...more }, go);

function go(row) {
  place = "chats";
  chosen = row.customer ?? row.chat_id;
  location.hash = chosen;
  draw();
  if (wide.matches && seen.apps.length && current()) beside(current(), seen.apps[0].agentid);
}

const list = () => el("ul.rows", { "aria-label": tr("客户聊天") }, seen.chats.map((row) => el("li", {}, button(
  [el("span.face", { "aria-hidden": "true" }, titleOf(row).slice(0, 1)),
    el("span.row-words", {}, el("b", {}, titleOf(row)), el("small", {}, summary(row.messages)))],
  () => { delete shell.dataset.page; go(row); }, { "aria-current": keyOf(row) === chosen ? "true" : undefined }, "button.row"))),
!seen.chats.length && el("li.when", {}, tr("还没有聊天，先扫一个码")));

const toolbar = (row) => el("div.toolbar", { role: "toolbar", "aria-label": tr("聊天工具栏") },
  seen.apps.map((app) => button(`▤ ${app.name}`, () => { shell.dataset.page = "sidebar"; beside(row, app.agentid); }, { "data-app": app.agentid }, "button.quiet")),
  !seen.apps.length && el("small", {}, tr("应用没有配置侧边栏页面")),
  row.customer && el("a", { href: `/phone/${row.customer}`, target: "_blank", rel: "noopener" }, tr("看客户的手机")));

const speak = (row) => async (text) => {
  await (row.chat_id ? order("groups/say", { chat_id: row.chat_id, who: userid, text }) : order("staff/say", { userid, customer: row.customer, text }));
  await refresh();
  return true;
};

const chat = (row) => {
  const mine = (message) => (row.chat_id ? message.by === userid : message.from === "staff");
  const name = (message) => message.name ?? (message.from === "staff" ? seen.name : row.name);
  return [
    el("header", {}, button("‹", () => { chosen = ""; location.hash = ""; draw(); }, { "aria-label": tr("返回") }, "button.quiet.back"), el("h2", {}, titleOf(row))),
    talk(row.messages, mine, name),
    toolbar(row),
    row.friend ? writer(speak(row)) : el("p.when", {}, tr("已经不是好友，发不了消息")),
  ];
};

const tabs = () => el("nav.tabs", {}, [["chats", "客户聊天"], ["tasks", "待确认"], ["news", "应用消息"]].map(([name, words]) => {
  const many = name === "tasks" ? seen.tasks.length + seen.moments.length : 0;
  return button(many ? `${tr(words)} ${many}` : tr(words), () => { place = name; draw(); }, { "aria-current": place === name ? "page" : undefined });
}));

const openLink = trying(async (address) => { shell.dataset.page = "sidebar"; await beside(undefined, undefined, { address }); });

const draw = () => {
  const kept = shell.querySelector(".writer input"), typed = kept?.value, held = kept && kept === document.activeElement;
  document.title = `${seen.name} · ${tr("企业微信")}`;
  const left = el("section.left", { "aria-label": tr("客户聊天") },
    el("header", {}, el("span.face", { "aria-hidden": "true" }, seen.name.slice(0, 1)), el("h1", {}, seen.name), switches(draw)),
    tabs(), place === "chats" ? list() : errands(seen, place, refresh, openLink));
  const row = current();
  const middle = el("section.middle", { "aria-label": tr("聊天") }, row ? chat(row) : el("p.when", {}, tr("选一个聊天")));
  shell.classList.toggle("is-talking", Boolean(row));
  // The sidebar is never drawn again: its page would be loaded anew.
  const right = shell.querySelector(".right") ?? sidebar(() => { delete shell.dataset.page; });
  if (!shell.contains(right)) shell.append(right);
  shell.querySelectorAll(".left, .middle").forEach((old) => old.remove());
  right.before(left, middle);
  const field = shell.querySelector(".writer input");
  if (field && typed) field.value = typed;
  if (field && held) field.focus();
  const talking = shell.querySelector(".talk");
  if (talking) atEnd(talking);
};

const refresh = async () => {
  const told = await look(`shell/desk/${encodeURIComponent(userid)}`);
  const now = JSON.stringify(told);
  if (now === shown) return;
  const isFirst = !seen;
  shown = now;
  seen = told;
  draw();
  if (isFirst && current() && wide.matches && seen.apps.length) beside(current(), seen.apps[0].agentid);
};

const choose = async () => {
  const { staff } = await look("staff");
  document.title = tr("企业微信");
  shell.classList.add("is-choosing");
  shell.replaceChildren(el("section.left", {}, el("header", {}, el("h1", {}, tr("选一位成员")), switches(choose)),
    el("ul.rows", {}, staff.filter((one) => one.status === 1).map((one) => el("li", {},
      el("a.row", { href: `/wecom/${one.userid}` }, el("span.face", { "aria-hidden": "true" }, one.name.slice(0, 1)), el("span.row-words", {}, el("b", {}, one.name), el("small", {}, one.position))))))));
};

if (userid) every(800, refresh); else choose();
