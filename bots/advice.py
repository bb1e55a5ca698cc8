"""What an errcode means and what a person should do next, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bots.errcodes import KNOWN, OFFICIAL, Kind


@dataclass(frozen=True)
class Advice:
    meaning_zh: str
    advice_zh: str
    advice_en: str


# One piece of advice per cause, not per code: these are the next clicks.
STEPS: Mapping[str, tuple[str, str]] = {
    "secret": (
        "在管理后台核对 CorpID、AgentID 与 Secret，然后重新填写",
        "Compare CorpID, AgentID and Secret with the admin console and enter them again.",
    ),
    "trusted_ip": (
        "把报错里 from ip 后面的地址加入应用详情页的「企业可信IP」，约一分钟后生效",
        "Add the address after 'from ip' to the app's trusted IPs; it takes about a minute.",
    ),
    "grant": (
        "在「客户联系 → 权限配置 → 可调用接口的应用」里勾选本应用",
        "Tick this app under Customer contact, Permissions, Apps that may call the API.",
    ),
    "app_state": (
        "在管理后台重新启用应用，或恢复它的授权",
        "Enable the app again in the admin console, or renew its authorisation.",
    ),
    "scope": (
        "把相关成员加入应用的可见范围，并确认成员在职且 userid 无误",
        "Put the member into the app's visible range; check that the userid is right and active.",
    ),
    "service": (
        "在管理后台完成企业认证，或续费、开通相应服务",
        "Verify the company, or renew or buy the service in the admin console.",
    ),
    "domain": (
        "把页面域名登记为应用的可信域名",
        "Register the page's domain as trusted for the app.",
    ),
    "admin": (
        "请管理员按报错原文在企业微信管理后台处理，之后系统会自动继续",
        "An administrator must act in WeCom's admin console as the message says; work then resumes.",
    ),
    "nothing": ("无需处理", "Nothing to do."),
    "wait": (
        "无需处理，系统会稍后自动重试",
        "Nothing to do: it will be tried again by itself.",
    ),
    "token": (
        "系统已自动更新凭证；若持续出现，请核对 Secret 是否被重置",
        "The token is renewed by itself; if this stays, check whether the Secret was reset.",
    ),
    "follow": (
        "好友关系已不存在或尚未建立；等成员重新添加客户后再操作",
        "The two are not (or not yet) friends; try again after the member has added the customer.",
    ),
    "late": (
        "本次欢迎语无法补发；请确认后台没有另设欢迎语，也没有其他应用抢先发送",
        "This welcome cannot be sent any more; see that no console welcome or other app competes.",
    ),
    "media": (
        "重新上传素材后再发送，注意大小、格式与时长的限制",
        "Upload the file again, within the limits of size, format and length, then resend.",
    ),
    "fetch": (
        "确认素材网址能公开访问、大小在限制之内，再重新上传",
        "See that the file's address is public and its size within the limit, then upload again.",
    ),
    "activate": (
        "请成员登录一次企业微信并完成实名认证",
        "Have the member log in to WeCom once and verify the real name.",
    ),
    "content": (
        "按报错修改内容或数量后重新提交",
        "Change the content or the number of items as the message says, then submit again.",
    ),
    "spam": (
        "内容被安全策略拦截：改写后再发送，不要反复重试",
        "The content was blocked: write it differently, and do not try the same again.",
    ),
    "sync": (
        "同步一次数据，再选择仍然存在的对象",
        "Synchronise, then choose something that still exists.",
    ),
    "consent": (
        "等客户同意会话存档后再发送",
        "Wait until the customer agrees to chat archiving.",
    ),
    "quota": (
        "删除不再使用的「联系我」后再新建",
        "Delete contact ways that are no longer used.",
    ),
    "full": (
        "数量已达上限：删除不再使用的，或在管理后台扩容后再新建",
        "The limit is reached: delete what is no longer used, or extend it in the admin console.",
    ),
    "moving": (
        "这位客户正在转接，最长 24 小时；等它结束后再操作",
        "This customer is being transferred, for up to 24 hours; act again when that has ended.",
    ),
    "heir": (
        "核对原成员与接替成员的在职状态；同一客户 90 天内最多转接两次",
        "Check who has left and who takes over; a customer moves at most twice in 90 days.",
    ),
    "remind": (
        "同一次群发 24 小时内最多提醒三次，请稍后再提醒",
        "A group message is reminded of at most three times in 24 hours; try again later.",
    ),
    "webhook": (
        "在群里重新添加机器人，并填写新的 Webhook 地址",
        "Add the robot to the group again and enter its new webhook address.",
    ),
    "card": (
        "这张卡片或会话由另一个应用创建，或已过期；请重新发送一条",
        "Another app made this card or chat, or it has expired; send a new one.",
    ),
    "cursor": (
        "无需处理，下一次同步会从头列出",
        "Nothing to do: the next synchronisation lists from the start.",
    ),
    "kf_grant": (
        "在「微信客服 → 可调用接口的应用」里勾选本应用，并把客服账号授权给它",
        "Tick this app under WeChat customer service, Apps that may call the API, and give it the account.",
    ),
    "kf_mode": (
        "在管理后台确认微信客服的使用方式，并换用对应的 Secret",
        "See in the admin console how WeChat customer service is used, and take the Secret for that.",
    ),
    "kf_window": (
        "等客户再次发来消息：48 小时内最多回复 5 条",
        "Wait for the customer's next message: at most 5 replies within 48 hours.",
    ),
    "kf_staff": (
        "在「微信客服」里检查接待人员与接待状态",
        "Check the account's servicers and their state under WeChat customer service.",
    ),
    "kf_pull": (
        "无需处理，下一次回调会带来新的凭证",
        "Nothing to do: the next callback brings a new one.",
    ),
    "weapp": (
        "核对小程序的 appid、主体与认证，并把它关联到企业",
        "Check the mini program's appid, owner and verification, and link it to the company.",
    ),
    "callback": (
        "在应用的「接收消息」里填写并保存回调地址",
        "Enter and save the callback address under Receive messages of the app.",
    ),
    "oauth": (
        "关闭页面后重新打开，登录凭证只能使用一次",
        "Close the page and open it again: its login code is good once.",
    ),
    "jsapi": (
        "刷新页面；若仍出现，请核对可信域名与 AgentID",
        "Reload the page; if this stays, check the trusted domain and the AgentID.",
    ),
    "gone_file": (
        "企业微信已不再保存这个文件，无法再取回",
        "WeCom no longer keeps this file; it cannot be fetched any more.",
    ),
    "obsolete": (
        "企业微信已停用这个接口，请升级联客",
        "WeCom has retired this API; upgrade Lianke.",
    ),
    "isv": (
        "只有服务商的应用会遇到；请确认填写的是自建应用的凭证",
        "Only apps of service providers meet this; see that the credentials are of a self-built app.",
    ),
    "look": (
        "查看报错原文，并在企业微信错误码查询工具中检索",
        "Read the original message and look the code up in WeCom's error query tool.",
    ),
}

# What to do about a code that has no step of its own.
USUAL: Mapping[Kind, str] = {
    "done": "nothing",
    "retry": "wait",
    "busy": "wait",
    "window": "wait",
    "breaker": "admin",
}


def advice(errcode: int) -> Advice:
    """Meaning and next step; also for a code that WeCom has invented since."""
    known = KNOWN.get(errcode)
    if known is None:
        return Advice(f"企业微信返回了未收录的错误码 {errcode}", *linked(errcode))
    step = known.step or USUAL.get(known.kind, "look")
    told = linked(errcode) if step == "look" else STEPS[step]
    return Advice(known.meaning or known.tencent, *told)


def linked(errcode: int) -> tuple[str, str]:
    """Where WeCom itself explains a code that we have nothing to add to."""
    look_zh, look_en = STEPS["look"]
    return f"{look_zh}：{OFFICIAL}{errcode}", f"{look_en} {OFFICIAL}{errcode}"
