"""What an errcode means and what a person should do next, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    meaning_zh: str
    advice_zh: str
    advice_en: str


MEANINGS: Mapping[int, str] = {
    -1: "企业微信系统繁忙，或没有得到可用的应答",
    6000: "数据正被另一处修改",
    40001: "应用的 Secret 不正确，或应用已停用",
    40003: "成员的 userid 无效",
    40007: "素材的 media_id 无效或已过期",
    40013: "企业 CorpID 不正确",
    40014: "access_token 无效",
    40031: "成员列表里有无效的 userid",
    40056: "应用的 AgentID 不正确",
    40058: "请求参数不合法",
    40063: "缺少必填参数",
    40068: "标签或标签组不存在",
    40071: "同名标签已存在",
    40091: "Secret 属于另一家企业",
    40096: "客户的 external_userid 无效，或跟进人不在应用可见范围",
    40098: "成员尚未实名认证",
    40100: "客户已在转接流程中",
    41001: "请求里没有 access_token",
    41035: "缺少客户的 external_userid",
    41037: "缺少「联系我」的 type",
    41041: "「联系我」的使用成员超过 100 人",
    41042: "「联系我」的 style 无效",
    41043: "缺少「联系我」的 config_id",
    41044: "「联系我」的 config_id 不存在",
    41045: "「联系我」数量已达企业上限",
    41046: "缺少群发任务的 msgid",
    41047: "群发任务的 msgid 不存在",
    41048: "没有可以发送的客户",
    41049: "缺少 welcome_code",
    41050: "welcome_code 无效，或已超过 20 秒",
    41051: "欢迎语已发出，或双方已开始聊天",
    41053: "客户尚未同意会话存档",
    41054: "成员尚未激活企业微信",
    41063: "群发任务正在派发",
    41064: "附件数量超过限制",
    41065: "附件类型不支持",
    41093: "群发任务已被取消",
    41096: "另一个应用正在发送欢迎语",
    42001: "access_token 已过期",
    43009: "企业尚未验证主体",
    44001: "上传的文件是空的",
    44004: "文本内容为空",
    45001: "文件大小超过限制",
    45002: "消息内容超过长度限制",
    45007: "语音超过 60 秒",
    45009: "接口调用次数超过频率限制",
    45033: "同一接口的并发调用过多",
    45035: "同一客户的标签正在被并发修改",
    46004: "成员不存在",
    48001: "接口功能未获授权",
    48002: "应用没有调用该接口的权限",
    48004: "授权关系已失效",
    48006: "接口权限因长期未用被收回",
    50001: "网页地址的域名不是可信域名",
    50002: "成员不在应用的权限范围",
    50003: "应用已被停用",
    60003: "部门不存在",
    60011: "成员、部门或标签不在应用可见范围",
    60020: "服务器 IP 不在企业可信 IP 之内",
    60111: "成员不存在，或不在应用可见范围",
    60123: "部门 ID 无效",
    60136: "记录不存在",
    81011: "没有操作该标签的权限",
    81013: "接收人全部无效，或都不在应用可见范围",
    81017: "一次请求的数量超过限制",
    84061: "成员与客户没有好友关系",
    84074: "应用没有外部联系人权限",
    84084: "成员不是该客户的跟进人",
    301002: "该应用无权操作指定的 AgentID",
    301042: "服务器 IP 不在白名单之内",
    301052: "会话存档服务已过期",
    301053: "会话存档服务未开通",
    301058: "一次拉取的会话数据过大",
    610016: "企业尚未认证",
    701008: "成员没有互通账号许可",
}

# One piece of advice per cause, not per code: these are the next clicks.
SECRET = (
    "在管理后台核对 CorpID、AgentID 与 Secret，然后在设置页重新填写",
    "Compare CorpID, AgentID and Secret with the admin console and enter them again.",
)
TRUSTED_IP = (
    "把报错里 from ip 后面的地址加入应用详情页的「企业可信IP」，约一分钟后生效",
    "Add the address after 'from ip' to the app's trusted IPs; it takes about a minute.",
)
GRANT = (
    "在「客户联系 → 权限配置 → 可调用接口的应用」里勾选本应用",
    "Tick this app under Customer contact, Permissions, Apps that may call the API.",
)
APP_STATE = (
    "在管理后台重新启用应用，或恢复它的授权",
    "Enable the app again in the admin console, or renew its authorisation.",
)
SCOPE = (
    "把相关成员加入应用的可见范围，并确认成员在职且 userid 无误",
    "Put the member into the app's visible range; check that the userid is right and active.",
)
LICENCE = (
    "在管理后台完成企业认证，或续费、开通相应服务",
    "Verify the company, or renew or buy the service in the admin console.",
)
DOMAIN = ("把页面域名登记为应用的可信域名", "Register the page's domain as trusted for the app.")
WAIT = ("无需处理，系统会稍后自动重试", "Nothing to do: it will be tried again by itself.")
TOKEN = (
    "系统已自动更新凭证；若持续出现，请核对 Secret 是否被重置",
    "The token is renewed by itself; if this stays, check whether the Secret was reset.",
)
FOLLOW = (
    "好友关系已不存在或尚未建立；等成员重新添加客户后再操作",
    "The two are not (or not yet) friends; try again after the member has added the customer.",
)
LATE = (
    "本次欢迎语无法补发；请确认后台没有另设欢迎语，也没有其他应用抢先发送",
    "This welcome cannot be sent any more; see that no console welcome or other app competes.",
)
MEDIA = ("重新上传素材后再发送", "Upload the file again, within the size limit, then resend.")
ACTIVATE = (
    "请成员登录一次企业微信并完成实名认证",
    "Have the member log in to WeCom once and verify the real name.",
)
CONTENT = (
    "按报错修改内容或数量后重新提交",
    "Change the content or the number of items as the message says, then submit again.",
)
SYNC = (
    "同步一次数据，再选择仍然存在的对象",
    "Synchronise, then choose something that still exists.",
)
CONSENT = ("等客户同意会话存档后再发送", "Wait until the customer agrees to chat archiving.")
QUOTA = ("删除不再使用的「联系我」后再新建", "Delete contact ways that are no longer used.")
LOOK = (
    "查看报错原文，并在企业微信错误码查询工具中检索",
    "Read the original message and look the code up in WeCom's error query tool.",
)

NEXT_STEPS: Mapping[int, tuple[str, str]] = {
    **dict.fromkeys((40001, 40013, 40056, 40091, 301002), SECRET),
    **dict.fromkeys((60020, 301042), TRUSTED_IP),
    **dict.fromkeys((48001, 48002, 84074), GRANT),
    **dict.fromkeys((48004, 48006, 50003), APP_STATE),
    **dict.fromkeys((40003, 40031, 46004, 50002, 60011, 60111, 81011, 81013), SCOPE),
    **dict.fromkeys((43009, 301052, 301053, 610016, 701008), LICENCE),
    50001: DOMAIN,
    **dict.fromkeys((-1, 6000, 40100, 41063, 41096, 45009, 45033, 45035), WAIT),
    **dict.fromkeys((40014, 41001, 42001), TOKEN),
    **dict.fromkeys((40096, 84061, 84084), FOLLOW),
    **dict.fromkeys((41050, 41051), LATE),
    **dict.fromkeys((40007, 44001, 45001, 45007), MEDIA),
    **dict.fromkeys((40098, 41054), ACTIVATE),
    **dict.fromkeys((40058, 40063, 40071, 41035, 41037, 41041, 41042, 41043), CONTENT),
    **dict.fromkeys((41046, 41048, 41049, 41064, 41065, 41093, 44004, 45002), CONTENT),
    **dict.fromkeys((81017, 301058), CONTENT),
    **dict.fromkeys((40068, 41044, 41047, 60003, 60123, 60136), SYNC),
    41045: QUOTA,
    41053: CONSENT,
}


def advice(errcode: int) -> Advice:
    """Meaning and next step; also for a code that WeCom has invented since."""
    meaning = MEANINGS.get(errcode, f"企业微信返回了未收录的错误码 {errcode}")
    return Advice(meaning, *NEXT_STEPS.get(errcode, LOOK))
