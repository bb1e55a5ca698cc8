"""Groups, moments, products and rules of the example corp."""

from bots.simulator.models import Json
from tests.simulator.examples import Example


def groups(example: Example) -> None:
    """A group of a member, a colleague and a customer, a code for it, words of welcome."""
    made = example.done(
        "groups/create", owner="wangguwen", name="销售客服群", members=["lina", "first"]
    )
    chat_id = example.ids["chat_id"] = made["chat_id"]
    example.done("groups/admins", chat_id=chat_id, userid=["lina"])
    example.done("groups/notice", chat_id=chat_id, text="欢迎")
    example.ids["opengid"] = example.seen("groups")["groups"][0]["opengid"]
    way = example.made(
        "externalcontact/groupchat/add_join_way",
        scene=2,
        chat_id_list=[chat_id],
        state="expo",
        remark="展会",
        room_base_name="展会群",
        room_base_id=1,
    )
    example.ids["join_way"] = way["config_id"]
    example.done("groups/join", config_id=way["config_id"], customer={"key": "second"})
    for kind, part in welcoming(example).items():
        welcome = example.made(
            "externalcontact/group_welcome_template/add", text={"content": "您好"}, **{kind: part}
        )
        template_id = example.ids["template_id"] = welcome["template_id"]
        example.made("externalcontact/group_welcome_template/get", template_id=template_id)
    example.wait(60)


def welcoming(example: Example) -> Json:
    """What a welcome may hold, one of them at a time."""
    picture = example.ids["image.media_id"]
    return {
        "image": {"pic_url": example.ids["pic_url"]},
        "link": {
            "title": "标题",
            "picurl": "https://example.com/a.png",
            "desc": "说明",
            "url": "https://example.com",
        },
        "miniprogram": {"title": "标题", "pic_media_id": picture, "appid": "wx1", "page": "a"},
        "file": {"media_id": example.ids["file.media_id"]},
        "video": {"media_id": example.ids["video.media_id"]},
    }


def moments(example: Example) -> None:
    """A moment that its member has published, with a like and a comment."""
    picture = {"media_id": example.ids["moment.image"]}
    job = example.made(
        "externalcontact/add_moment_task",
        text={"content": "新品"},
        attachments=[{"msgtype": "image", "image": picture}],
        visible_range={"sender_list": {"user_list": ["wangguwen"]}},
    )
    example.ids["jobid"] = job["jobid"]
    example.wait(60)
    result = example.call("externalcontact/get_moment_task_result", None, jobid=job["jobid"])
    example.answers.append(("externalcontact/get_moment_task_result", result))
    moment_id = example.ids["moment_id"] = result["result"]["moment_id"]
    example.done("moments/confirm", userid="wangguwen", moment_id=moment_id)
    video = {"media_id": example.ids["moment.video"]}
    link = {"title": "标题", "url": "https://example.com", "media_id": picture["media_id"]}
    for kind, part in {"video": video, "link": link}.items():
        own = [{"msgtype": kind, kind: part}]
        example.done("moments/publish", userid="wangguwen", text="新品", attachments=own)
    example.done("moments/like", moment_id=moment_id, who="first")
    example.done("moments/comment", moment_id=moment_id, who="first", text="好")
    example.done("moments/like", moment_id=moment_id, who="wangguwen")
    example.done("moments/comment", moment_id=moment_id, who="wangguwen", text="谢谢")


def materials(example: Example) -> None:
    """A product and a rule about words."""
    picture = pictured(example)[0]
    product = example.made(
        "externalcontact/add_product_album",
        description="产品",
        price=30000,
        product_sn="a1",
        attachments=[picture],
    )
    example.ids["product_id"] = product["product_id"]
    rule = example.made(
        "externalcontact/add_intercept_rule",
        rule_name="不提价格",
        word_list=["底价"],
        semantics_list=[1],
        intercept_type=1,
        applicable_range={"user_list": ["wangguwen"], "department_list": [2]},
    )
    example.ids["rule_id"] = rule["rule_id"]


def pictured(example: Example) -> list[Json]:
    """What shows a product: a picture that was uploaded for it."""
    return [{"type": "image", "image": {"media_id": example.ids["product.image"]}}]
