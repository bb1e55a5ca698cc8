// Messages as both sides see them: words, pictures, links, mini programs, files, and what is not drawn.
import { el, clock } from "/shells/shell.js";
import { tr } from "/shells/words.js";

const NAMES = { image: "图片", video: "视频", file: "文件", voice: "语音", business_card: "名片" };
const SILENCE = 300;

const isOurs = (address) => address?.startsWith(`${location.origin}/`);

const picture = (content) => {
  const source = content.media_id ? `/shells/media/${content.media_id}` : content.pic_url || content.picurl;
  const shown = content.media_id || isOurs(source);
  return shown ? el("img", { src: source, alt: content.title || tr("图片") }) : el("span", {}, `[${tr("图片")}]`);
};

const card = (kind, content) => el("span.card", {},
  el("b", {}, content.title || tr(kind)),
  content.desc && el("span", {}, content.desc),
  isOurs(content.picurl) && el("img", { src: content.picurl, alt: "" }),
  el("small", {}, kind === "小程序" ? tr("小程序") : content.url ?? ""));

const file = (msgtype, content) => {
  const words = `[${tr(NAMES[msgtype] ?? msgtype)}] ${content.title ?? content.filename ?? ""}`;
  return content.media_id
    ? el("a.file", { href: `/shells/media/${content.media_id}?download`, download: true }, words)
    : el("span.file", {}, words);
};

const content = (message) => {
  const { msgtype } = message;
  const inside = typeof message[msgtype] === "object" ? message[msgtype] : {};
  const given = { ...message, ...inside };
  if (message.recalled) return el("i", {}, tr("已撤回"));
  if (msgtype === "text") return el("span.words", {}, typeof given.text === "string" ? given.text : given.content ?? "");
  if (msgtype === "image") return picture(given);
  if (msgtype === "link") return card("链接", given);
  if (msgtype === "miniprogram") return card("小程序", given);
  return file(msgtype, given);
};

const how = { welcome: "欢迎语", group_message: "群发", notice: "群公告" };

export const bubble = (message, mine, name) => el(`div.bubble-row${mine ? ".is-mine" : ""}`, {},
  el("span.face", { "aria-hidden": "true" }, (name || "?").slice(0, 1)),
  el("div.said", {},
    el("span.who", {}, name, how[message.kind] ? ` · ${tr(how[message.kind])}` : ""),
    el(`div.bubble.is-${message.msgtype}`, {}, content(message))));

// `isMine` tells the own side apart; `nameOf` says who spoke.
export const talk = (messages, isMine, nameOf) => {
  const box = el("div.talk", { role: "log", tabindex: "0", "aria-label": tr("聊天") });
  let before = -Infinity;
  for (const message of messages) {
    if (message.at - before > SILENCE) box.append(el("p.when", {}, clock(message.at)));
    before = message.at;
    box.append(bubble(message, isMine(message), nameOf(message)));
  }
  if (!messages.length) box.append(el("p.when", {}, tr("还没有消息")));
  return box;
};

export const summary = (messages) => {
  const last = messages.at(-1);
  if (!last) return "";
  if (last.msgtype !== "text") return `[${tr({ link: "链接", miniprogram: "小程序", ...NAMES }[last.msgtype] ?? last.msgtype)}]`;
  return typeof last.text === "string" ? last.text : last.text?.content ?? "";
};
