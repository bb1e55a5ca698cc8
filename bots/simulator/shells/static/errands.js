// What waits on a member's phone: group messages and moments to confirm, and what the app has sent.
import { button, clock, el, order, trying } from "/shells/shell.js";
import { tr } from "/shells/words.js";

const words = (text) => (typeof text === "string" ? text : text?.content ?? "");

const task = (one, userid, refresh) => el("li.errand", {},
  el("small", {}, `${tr("群发")} · ${clock(one.created_at)} · ${one.customers.length + one.groups.length}`),
  el("p.words", {}, words(one.text)),
  one.attachments.map((each) => el("span.file", {}, each[each.msgtype]?.title ?? each.msgtype)),
  button(tr("确认发送"), trying(async () => { await order("staff/confirm", { userid, msgid: one.msgid }); await refresh(); }), {}, "button.primary"));

const moment = (one, userid, refresh) => el("li.errand", {},
  el("small", {}, `${tr("新朋友圈")} · ${clock(one.created_at)}`), el("p.words", {}, words(one.text)),
  button(tr("确认发送"), trying(async () => { await order("moments/confirm", { userid, moment_id: one.moment_id }); await refresh(); }), {}, "button.primary"));

const card = (said, openLink) => {
  const inside = typeof said[said.msgtype] === "object" ? said[said.msgtype] : said;
  return el("li.errand", {},
    el("b", {}, inside.title ?? said.msgtype),
    el("p.words", {}, inside.description ?? inside.content ?? inside.text ?? ""),
    inside.url && button(tr("打开"), () => openLink(inside.url), {}, "button.primary"));
};

export const errands = (seen, place, refresh, openLink) => {
  const rows = place === "news"
    ? [...seen.messages].reverse().map((said) => card(said, openLink))
    : [...seen.tasks.map((one) => task(one, seen.userid, refresh)), ...seen.moments.map((one) => moment(one, seen.userid, refresh))];
  const empty = tr(place === "news" ? "还没有应用消息" : "没有待确认的任务");
  return el("ul.rows", {}, rows.length ? rows : el("li.when", {}, empty));
};
