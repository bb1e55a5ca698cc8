"""Who lives in the demo corp: its staff and departments, and names for its customers."""

from bots.simulator.seeded import Seeded

CORP_NAME = "联客演示公司"
APP_NAME = "联客"
AGENTID, RIVAL_AGENTID = 1000002, 1000003
CONTACTS_AGENTID, ARCHIVE_AGENTID, KF_AGENTID = 2000002, 2000004, 3010046

ROOT, SALES, SUCCESS = 1, 2, 3
DEPARTMENTS = ((ROOT, CORP_NAME, 0), (SALES, "销售部", ROOT), (SUCCESS, "客户成功部", ROOT))

STAFF: tuple[tuple[str, str, int, str, int], ...] = (
    # userid, name, department, position, gender (1 man, 2 woman)
    ("wangguwen", "王顾文", SALES, "高级顾问", 1),
    ("lina", "李娜", SALES, "课程顾问", 2),
    ("zhaolei", "赵磊", SALES, "销售经理", 1),
    ("chenxi", "陈曦", SUCCESS, "客户成功经理", 2),
    ("sunyue", "孙悦", SUCCESS, "客户成功专员", 2),
    ("zhoumin", "周敏", SUCCESS, "售后主管", 2),
)

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹"
MEN = (
    "建国",
    "志强",
    "浩然",
    "子轩",
    "宇航",
    "俊杰",
    "明轩",
    "家豪",
    "思远",
    "天佑",
    "鹏飞",
    "海涛",
)
WOMEN = (
    "婷婷",
    "雨欣",
    "晓燕",
    "思琪",
    "佳怡",
    "梦洁",
    "雅静",
    "欣妍",
    "丽华",
    "诗涵",
    "若曦",
    "美玲",
)
NICKNAMES = ("向日葵", "橙子妈妈", "老友记", "山间清风", "早起的鸟", "阿杰Jay", "小满", "Lucky小鱼")


def customer_gender(seeded: Seeded, key: str) -> int:
    return 1 + seeded.number(2, "gender", key)


def customer_name(seeded: Seeded, key: str, gender: int) -> str:
    """A believable WeChat name: mostly real ones, now and then a nickname."""
    if seeded.number(5, "nickname", key) == 0:
        return seeded.pick(NICKNAMES, "name", key)
    given = seeded.pick(MEN if gender == 1 else WOMEN, "given", key)
    return seeded.pick(SURNAMES, "surname", key) + given
