"""Thirty shapes of a welcome: words, files, links, mini-programs, and all that is odd about them."""

from typing import Any

JSON = dict[str, Any]
GREETING = "{客户昵称}您好，我是{员工姓名}"


def file(kind: str, number: int = 0) -> JSON:
    """Shown by the number of its kind; the test puts the material's id in."""
    return {"msgtype": kind, "material_id": number}


def link(
    title: str = "价目表", url: str = "https://example.com/a", desc: str = "", picurl: str = ""
) -> JSON:
    return {"msgtype": "link", "title": title, "url": url, "desc": desc, "picurl": picurl}


def mini(title: str = "商城", page: str = "pages/index", cover: int = 0) -> JSON:
    return {
        "msgtype": "miniprogram",
        "title": title,
        "appid": "wx1234567890abcdef",
        "page": page,
        "material_id": cover,
    }


SHAPES: tuple[tuple[str, list[JSON]], ...] = (
    ("您好", []),
    (GREETING, []),
    ("{客户昵称}", []),
    ("{员工姓名}{员工姓名}", []),
    ("一行\n两行\n\n四行", []),
    ("  前后有空格  ", []),
    ("😀👨‍👩‍👧 emoji", []),
    ("<b>不是标记</b> & {{ 7 * 7 }}", []),
    ("好" * 1333, []),
    (GREETING + "。" * 1300, []),
    ("{客户昵称 少了括号", []),
    ("%s %(name)s {0}", []),
    ("看图", [file("image")]),
    ("", [file("image")]),
    ("看视频", [file("video")]),
    ("", [file("video")]),
    ("看文件", [file("file")]),
    ("", [file("file", 1)]),
    ("看链接", [link()]),
    ("", [link(desc="限时三天", picurl="https://example.com/a.png")]),
    ("", [link(title="长" * 42, desc="述" * 170)]),
    ("", [link(url="https://example.com/a?b=1&c=%E4%BD%A0#top")]),
    ("看小程序", [mini()]),
    ("", [mini(title="名" * 21, cover=1)]),
    ("", [mini(page="pages/a?from=lianke&b=2")]),
    ("两图", [file("image"), file("image", 1)]),
    ("各来一个", [file("image"), file("video"), file("file"), link(), mini()]),
    ("九张图", [file("image", number) for number in range(9)]),
    ("九个链接", [link(title=f"第{number}页") for number in range(9)]),
    (
        GREETING,
        [
            *[file("image", number) for number in range(5)],
            file("video"),
            file("file"),
            link(),
            mini(),
        ],
    ),
)
