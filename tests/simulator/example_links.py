"""Acquisition links and rule groups of the example corp."""

from bots.simulator.models import Json
from tests.simulator.examples import Example


def links(example: Example) -> None:
    """A link by which a customer came and wrote three times."""
    link = example.made(
        "externalcontact/customer_acquisition/create_link",
        link_name="官网",
        range={"user_list": ["wangguwen"], "department_list": [2]},
        priority_option={"priority_type": 2, "priority_userid_list": ["wangguwen"]},
    )["link"]
    example.ids["link_id"] = link["link_id"]
    example.done(
        "links/open", link_id=link["link_id"], customer_channel="ad", customer={"key": "third"}
    )
    for words in ("在吗", "多少钱", "谢谢"):
        example.done("people/say", customer="third", text=words)
    chat_keys = example.world.acquisition.chat_keys
    example.ids["chat_key"] = next(iter(chat_keys))


def strategies(example: Example) -> None:
    """A rule group for customers, one for moments, and a tag in the first."""
    nodes: Json = {
        "admin_list": ["lina"],
        "range": [{"type": 1, "userid": "wangguwen"}, {"type": 2, "partyid": 2}],
    }
    ours = example.made("externalcontact/customer_strategy/create", strategy_name="销售", **nodes)
    example.ids["strategy_id"] = ours["strategy_id"]
    theirs = example.made("externalcontact/moment_strategy/create", strategy_name="销售", **nodes)
    example.ids["moment_strategy_id"] = theirs["strategy_id"]
    tag = example.made(
        "externalcontact/add_strategy_tag",
        strategy_id=ours["strategy_id"],
        group_name="意向",
        tag=[{"name": "高"}],
    )["tag_group"]
    example.ids |= {"strategy_group_id": tag["group_id"], "strategy_tag_id": tag["tag"][0]["id"]}
