"""微信客服 of the example corp."""

from tests.simulator.examples import Example


def kf(example: Example) -> None:
    """An account with a servicer, and a customer who has entered and asked."""
    example.ids["open_kfid"] = example.done(
        "kf/account", name="售前", userids=["wangguwen"], departments=[2]
    )["open_kfid"]
    example.done("kf/configure", userids=["wangguwen"], departments=[2], chat_ids=["wr1"])
    way = example.made("kf/add_contact_way", open_kfid=example.ids["open_kfid"], scene="web")
    example.done("kf/enter", customer="first", url=way["url"])
    entered = example.made("kf/sync_msg", open_kfid=example.ids["open_kfid"], limit=1000)
    codes = [line.get("event", {}).get("welcome_code") for line in entered["msg_list"]]
    example.ids["code"] = next(code for code in codes if code)
    example.done("kf/say", customer="first", text="在吗")
    example.made("kf/sync_msg", open_kfid=example.ids["open_kfid"], limit=1000)
