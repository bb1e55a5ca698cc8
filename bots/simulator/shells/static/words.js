// What the shells say, in Chinese, and in English for who chooses it.
const ENGLISH = {
  "客户的手机": "The customer's phone", "企业微信": "WeCom", "聊天": "Chats", "朋友圈": "Moments", "扫一扫": "Scan",
  "返回": "Back", "发送": "Send", "取消": "Cancel", "关闭": "Close", "写点什么": "Write something", "换个主题": "Change the theme", "English": "中文",
  "还没有聊天，先扫一个码": "No chats yet: scan a code first", "还没有消息": "No messages yet", "还没有朋友圈": "No moments yet",
  "已经不是好友，发不了消息": "No longer friends: nothing can be sent", "删除这位成员": "Delete this member", "真的删除这位成员吗？": "Really delete this member?",
  "我叫": "My name is", "不填就随机取名": "Left empty, a name is found", "扫码添加": "Scan", "已添加，等对方通过": "Added; waiting for acceptance", "企业还没有活码": "The corp has no live codes yet",
  "或者拿起一位客户的手机": "Or take up a customer's phone", "换一部手机": "Another phone", "群码": "Group code", "人": "people", "客服": "Service",
  "图片": "Picture", "视频": "Video", "文件": "File", "语音": "Voice", "小程序": "Mini program", "链接": "Link", "已撤回": "Recalled", "名片": "Card",
  "赞": "Like", "评论": "Comment", "欢迎语": "Welcome", "群发": "Group message", "群公告": "Notice",
  "选一位成员": "Choose a member", "选一个聊天": "Choose a chat", "客户聊天": "Customers", "待确认": "To confirm", "应用消息": "Messages from the app", "确认发送": "Confirm and send", "打开": "Open",
  "没有待确认的任务": "Nothing to confirm", "还没有应用消息": "No messages yet", "侧边栏": "Sidebar", "聊天工具栏": "Tool bar",
  "应用没有配置侧边栏页面": "No app has a sidebar page. Set one with POST /sim/apps, sidebar_url.", "页面想让你发送": "The page asks you to send",
  "添加客户": "Add a customer", "这里是添加客户的界面。模拟的客户由「客户的手机」扫码添加。": "Here you would add a customer. Simulated customers add you from the customer's phone.",
  "预览文件": "Preview of a file", "客户": "Customer", "成员": "Member", "看客户的手机": "See the customer's phone", "新朋友圈": "A moment to publish",
};

const kept = () => { try { return localStorage.getItem("shell-language"); } catch { return null; } };
let language = kept() ?? "zh";

export const tr = (words) => (language === "en" ? ENGLISH[words] ?? words : words);
export const isEnglish = () => language === "en";

export const chooseLanguage = (chosen) => {
  language = chosen;
  try { localStorage.setItem("shell-language", chosen); } catch { /* a private window forgets it */ }
  document.documentElement.lang = chosen === "en" ? "en" : "zh-CN";
};

chooseLanguage(language);
