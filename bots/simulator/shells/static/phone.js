// The customer's phone: chats with members, groups and 微信客服, moments, and codes to scan.
import { atEnd, button, el, every, look, order, switches, trying, writer } from "/shells/shell.js";
import { summary, talk } from "/shells/bubbles.js";
import { moments, scanner } from "/shells/places.js";
import { tr } from "/shells/words.js";

const shell = document.getElementById("shell");
const who = decodeURIComponent(location.pathname.split("/")[2] ?? "");
let seen, shown = "", place = who ? "chats" : "scan", chosen;

const rows = () => [
  ...seen.chats.map((chat) => ({ ...chat, key: `staff-${chat.userid}`, title: chat.staff_name,
    say: (text) => order("people/say", { customer: who, userid: chat.userid, text }) })),
  ...seen.groups.map((group) => ({ ...group, key: group.chat_id, title: `${group.name} (${group.size})`, friend: true,
    say: (text) => order("groups/say", { chat_id: group.chat_id, who, text }) })),
  ...(seen.kf ?? []).map((kf) => ({ ...kf, key: kf.open_kfid, title: `${kf.name} · ${tr("客服")}`, friend: true,
    say: (text) => order("kf/say", { open_kfid: kf.open_kfid, customer: who, text }) })),
].sort((one, other) => (other.messages.at(-1)?.at ?? 0) - (one.messages.at(-1)?.at ?? 0));

const go = (to, key) => { place = to; chosen = key; draw(); shell.querySelector(key ? ".writer input" : "nav button")?.focus(); };

const head = (title, back) => el("header", {},
  back && button("‹", back, { "aria-label": tr("返回") }, "button.quiet.back"),
  el("h1", {}, title), switches(draw));

const list = () => {
  const found = rows();
  return el("ul.rows", {}, found.map((row) => el("li", {}, button(
    [el("span.face", { "aria-hidden": "true" }, row.title.slice(0, 1)), el("span.row-words", {}, el("b", {}, row.title), el("small", {}, summary(row.messages)))],
    () => go("chat", row.key), {}, "button.row"))),
  !found.length && el("li.when", {}, tr("还没有聊天，先扫一个码")));
};

const chat = (row) => {
  const mine = (message) => message.from === "customer" && (!message.by || message.by === seen.external_userid);
  const name = (message) => message.name ?? (message.from === "customer" ? seen.name : row.staff_name ?? row.name);
  const drop = trying(async () => {
    if (confirm(tr("真的删除这位成员吗？"))) await order("people/delete", { customer: who, userid: row.userid });
    await refresh();
  });
  return [
    talk(row.messages, mine, name),
    row.friend ? writer(async (text) => { await row.say(text); await refresh(); return true; })
      : el("p.when", {}, tr("已经不是好友，发不了消息")),
    row.userid && row.friend && button(tr("删除这位成员"), drop, {}, "button.quiet.danger"),
  ];
};

const tabs = () => el("nav.tabs", {},
  [["chats", "聊天"], ["moments", "朋友圈"], ["scan", "扫一扫"]].filter(([name]) => who || name === "scan").map(([name, words]) =>
    button(tr(words), () => go(name), { "aria-current": place === name ? "page" : undefined })));

const body = () => {
  const row = place === "chat" && rows().find((one) => one.key === chosen);
  if (row) return [head(row.title, () => go("chats")), ...chat(row)];
  if (place === "moments") return [head(tr("朋友圈")), moments(seen, who, refresh), tabs()];
  if (place === "scan") return [head(tr("扫一扫")), scanner(seen, (found) => { location.href = `/phone/${found}`; }), tabs()];
  return [head(seen.name), list(), tabs()];
};

// What is being typed stays: only the rest is drawn again.
const draw = () => {
  const kept = shell.querySelector(".writer input, .scan input"), typed = kept?.value, held = kept && kept === document.activeElement;
  const scrolled = shell.querySelector(".rows, .page")?.scrollTop ?? 0;
  document.title = who ? `${seen.name} · ${tr("客户的手机")}` : tr("客户的手机");
  shell.replaceChildren(...body().filter(Boolean));
  const field = shell.querySelector(".writer input, .scan input");
  if (field && typed) field.value = typed;
  if (field && held) field.focus();
  const talking = shell.querySelector(".talk");
  if (talking) atEnd(talking);
  const scrolling = shell.querySelector(".rows, .page");
  if (scrolling) scrolling.scrollTop = scrolled;
};

const refresh = async () => {
  const told = who ? await look(`phone/${encodeURIComponent(who)}`) : { chats: [], groups: [], moments: [], name: "" };
  const codes = place === "scan" || !who ? await look("codes") : { codes: seen?.codes ?? [] };
  const people = who ? [] : (await look("customers")).customers;
  const now = JSON.stringify([told, codes.codes, people.length]);
  if (now === shown) return;
  shown = now;
  seen = { ...told, codes: codes.codes, people };
  draw();
};

every(800, refresh);
