"""The address book of the example corp, and who stands at its door."""

from urllib.parse import parse_qs, urlsplit

from tests.simulator.examples import OURS, Example


def book(example: Example) -> None:
    """A tag with a member in it."""
    tag = example.made("tag/create", tagname="销售冠军")
    example.ids["tagid"] = tag["tagid"]
    people = {"userlist": ["wangguwen", "nobody"], "partylist": [2]}
    example.made("tag/addtagusers", tagid=tag["tagid"], **people)
    example.made("tag/deltagusers", tagid=tag["tagid"], userlist=["lina", "nobody"])
    member = example.made("user/convert_to_openid", userid="wangguwen")
    example.ids["openid"] = member["openid"]


def logins(example: Example) -> None:
    """A member who consents, a stranger, and a code and a ticket not yet used."""
    for who in ("second", "wangguwen"):
        for path in ("auth/getuserinfo", "user/getuserinfo"):
            told = example.asked(path, code=code(example, who))
            example.ids["user_ticket"] = told.get("user_ticket")
        example.ids["login_code"] = code(example, who)
    told = example.asked("auth/getuserinfo", code=code(example, "wangguwen"))
    example.ids["user_ticket"] = told["user_ticket"]


def code(example: Example, who: str) -> str:
    """What WeCom adds to the address of our page."""
    query = {
        "appid": example.world.corp.corpid,
        "redirect_uri": "http://127.0.0.1/",
        "response_type": "code",
        "scope": "snsapi_privateinfo",
        "agentid": OURS,
        "as": who,
    }
    told = example.client.get("/connect/oauth2/authorize", query_string=query)
    return parse_qs(urlsplit(told.location).query)["code"][0]
