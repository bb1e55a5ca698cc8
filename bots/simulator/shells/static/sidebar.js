// The page beside a chat: an iframe in the place of WeCom's webview, and the other end of its bridge.
import { button, el, order, say, trying } from "/shells/shell.js";
import { bubble } from "/shells/bubbles.js";
import { tr } from "/shells/words.js";

const frame = el("iframe", { title: tr("侧边栏"), name: "sidebar" });
let open, follow;

export const sidebar = (back) => el("section.right", { "aria-label": tr("侧边栏") },
  el("header", {}, button("‹", back, { "aria-label": tr("返回") }, "button.quiet.back"), el("h2", {}, tr("侧边栏"))), frame);

export const openPage = trying(async (asked, go) => {
  frame.src = "about:blank";  // the page before must not speak for the next chat
  open = await order("shell/open", asked);
  follow = go;
  frame.src = open.address;
});

const dialog = () => document.getElementById("ask");

// What the member decides: true for the first button, false for every other way out.
const decide = (title, shown, yes) => new Promise((resolve) => {
  const box = dialog();
  box.returnValue = "no";
  box.replaceChildren(el("form", { method: "dialog" },
    el("h2", { id: "ask-title" }, title), shown,
    el("p.deeds", {}, el("button.quiet", { value: "no" }, tr(yes ? "取消" : "关闭")), yes && el("button.primary", { value: "yes" }, yes))));
  box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  box.showModal();
});

const askToSend = async (view, draft) => {
  const wants = await decide(tr("页面想让你发送"), el("div.talk", {}, bubble({ kind: "chat", ...draft }, true, tr("成员"))), tr("发送"));
  if (!wants) return (await order("shell/cancel", { view })).result;
  try {
    return (await order("shell/send", { view })).result;
  } catch (error) {
    say(error.message);
    return (await order("shell/cancel", { view })).result;
  }
};

const show = (what) => (what.kind === "file"
  ? decide(tr("预览文件"), el("p", {}, el("a", { href: what.url, target: "_blank", rel: "noopener" }, what.name)))
  : decide(tr("添加客户"), el("p", {}, tr("这里是添加客户的界面。模拟的客户由「客户的手机」扫码添加。"))));

const answer = async ({ name, params, url }) => {
  const { view } = open;
  const told = await order("shell/invoke", { view, name, params, url });
  if (told.ask) return askToSend(view, told.ask);
  if (told.show) show(told.show);
  if (told.open) follow(told.open);
  return told.result;
};

addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.data?.wecom !== "invoke") return;
  if (event.origin !== new URL(open.address).origin) return;
  let result;
  try {
    result = await answer(event.data);
  } catch (error) {
    result = { err_msg: `${event.data.name}:fail ${error.message}` };
  }
  event.source.postMessage({ wecom: "answer", id: event.data.id, result }, event.origin);
});
