// The phone's other places: members' moments, and the codes that one can scan.
import { button, clock, el, order, trying, writer } from "/shells/shell.js";
import { tr } from "/shells/words.js";

const moment = (one, who, refresh) => el("article.moment", {},
  el("b", {}, one.staff_name), el("small", {}, clock(one.at)),
  one.text && el("p.words", {}, one.text),
  one.attachments.map((each) => el("span.file", {}, each[each.msgtype]?.title ?? `[${tr({ image: "图片", video: "视频", link: "链接" }[each.msgtype] ?? each.msgtype)}]`)),
  el("p", {}, button(`${tr("赞")} ${one.likes.length || ""}`, trying(async () => {
    await order("moments/like", { moment_id: one.moment_id, userid: one.userid, who });
    await refresh();
  }), {}, "button.quiet")),
  one.comments.map((voice) => el("p.voice", {}, el("b", {}, voice.name), ` ${voice.text ?? ""}`)),
  writer(async (text) => {
    await order("moments/comment", { moment_id: one.moment_id, userid: one.userid, who, text });
    await refresh();
    return true;
  }, `comment-${one.moment_id}`));

export const moments = (seen, who, refresh) => el("div.page", {},
  seen.moments.map((one) => moment(one, who, refresh)),
  !seen.moments.length && el("p.when", {}, tr("还没有朋友圈")));

export const scanner = (seen, arrived) => {
  const name = el("input", { autocomplete: "off", maxlength: 20, placeholder: tr("不填就随机取名"), "aria-label": tr("我叫") });
  const scan = trying(async (code) => {
    const person = seen.external_userid ?? (name.value.trim() ? { name: name.value.trim() } : {});
    arrived((await order("people/scan", { config_id: code.config_id, customer: person })).external_userid);
  });
  return el("div.page.scan", {},
    !seen.external_userid && el("label.name", {}, el("span", {}, tr("我叫")), name),
    el("ul.codes", {}, seen.codes.map((code) => el("li", {},
      el("img", { src: `/qr/${code.config_id}`, alt: "", width: 84, height: 84 }),
      el("span.row-words", {}, el("b", {}, code.remark || code.state), el("small", {}, code.users.map((one) => one.name).join(" · "))),
      button(tr("扫码添加"), () => scan(code), {}, "button.primary")))),
    !seen.codes.length && el("p.when", {}, tr("企业还没有活码")),
    seen.external_userid && el("p", {}, el("a", { href: "/phone" }, tr("换一部手机"))),
    seen.people?.length > 0 && el("h2", {}, tr("或者拿起一位客户的手机")),
    el("ul.people", {}, (seen.people ?? []).slice(-200).reverse().map((one) =>
      el("li", {}, el("a", { href: `/phone/${one.external_userid}` }, one.name)))));
};
