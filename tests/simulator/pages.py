"""A page beside a chat as programs drive it: opened, registered with a signature, and calling."""

from hashlib import sha1

from bots.simulator.cast import AGENTID
from bots.simulator.models import Json
from tests.simulator.rig import Sim

SITE = "http://127.0.0.1:9"  # nothing listens there: only the webview would ask
PAGE = f"{SITE}/sidebar/customer"
LISTED = ["getContext", "getCurExternalContact", "getCurExternalChat", "sendChatMessage"]


class Page:
    """One page in one view; `address` is what it believes to be its own."""

    def __init__(self, sim: Sim, address: str = PAGE, agentid: int = AGENTID, **place: object):
        sim.order("apps", agentid=agentid, sidebar_url=PAGE)
        self.sim, self.address, self.agentid = sim, address, agentid
        self.opened = sim.order("shell/open", userid="lina", agentid=agentid, **place)

    def invoke(self, name: str, /, **params: object) -> Json:
        """The frame's whole answer."""
        call = {"view": self.opened["view"], "name": name, "params": params, "url": self.address}
        return self.sim.order("shell/invoke", **call)

    def result(self, name: str, /, **params: object) -> Json:
        """What the page is told."""
        return dict(self.invoke(name, **params)["result"])

    def said(self, name: str, /, **params: object) -> str:
        return str(self.result(name, **params)["err_msg"])

    def agent_config(self, **wrong: object) -> Json:
        """agentConfig as it should be, but for what is named."""
        signed = sign(agent_ticket(self.sim, self.agentid), self.address.split("#")[0])
        params = {
            "corpid": self.sim.world.corp.corpid,
            "agentid": str(self.agentid),
            "jsApiList": LISTED,
            **signed,
        }
        return self.result("agentConfig", **{**params, **wrong})

    def config(self, **wrong: object) -> Json:
        """config as it should be, but for what is named; the SDK calls it preVerifyJSAPI."""
        signed = sign(corp_ticket(self.sim), self.address)
        params = {
            "verifyAppId": self.sim.world.corp.corpid,
            "verifyJsApiList": LISTED,
            **{f"verify{name[0].upper()}{name[1:]}": value for name, value in signed.items()},
        }
        return self.result("preVerifyJSAPI", **{**params, **wrong})


def sign(ticket: str, url: str, timestamp: str = "1772413200", nonce: str = "n0nce") -> Json:
    """The published algorithm, written again: sorted names, no encoding, sha1."""
    words = "&".join(
        (f"jsapi_ticket={ticket}", f"noncestr={nonce}", f"timestamp={timestamp}", f"url={url}")
    )
    digest = sha1(words.encode(), usedforsecurity=False).hexdigest()
    return {"timestamp": timestamp, "nonceStr": nonce, "signature": digest}


def agent_ticket(sim: Sim, agentid: int = AGENTID) -> str:
    sim.log_in_as(agentid)
    return str(sim.ask("ticket/get", type="agent_config")["ticket"])


def corp_ticket(sim: Sim) -> str:
    sim.log_in()
    return str(sim.ask("get_jsapi_ticket")["ticket"])
