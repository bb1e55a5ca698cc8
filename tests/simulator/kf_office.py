"""An account of 微信客服 with two servicers, and short ways to ask and act there."""

from dataclasses import dataclass, field
from typing import Any

from bots.simulator.models import Json
from tests.simulator.rig import Sim


@dataclass
class Office:
    sim: Sim
    open_kfid: str
    url: str
    cursor: str = ""
    seen: list[Json] = field(default_factory=list)

    def say(self, path: str, **body: object) -> Json:
        return self.sim.say(f"kf/{path}", open_kfid=self.open_kfid, **body)

    def act(self, verb: str, customer: str = "an", **more: object) -> Json:
        told = self.sim.order(f"kf/{verb}", customer=customer, **more)
        assert told["ok"], told
        return told

    def come(self, customer: str = "an", **more: object) -> str:
        """A customer comes in; his external_userid."""
        return str(self.act("enter", customer, open_kfid=self.open_kfid, **more)["external_userid"])

    def asks(self, text: str = "在吗", customer: str = "an") -> str:
        """A customer comes in and writes; his external_userid."""
        external_userid = self.come(customer)
        self.act("say", customer, text=text)
        return external_userid

    def wait(self, seconds: float) -> None:
        """Time passes, and an access_token with it."""
        self.sim.pass_time(seconds)
        self.sim.log_in()

    def send(self, touser: str, **body: Any) -> Json:
        usual = {"msgtype": "text", "text": {"content": "您好"}}
        return self.say("send_msg", touser=touser, **(body or usual))

    def read(self) -> list[Json]:
        """What is new since the last reading, as a client reads: until has_more is 0."""
        news: list[Json] = []
        while True:
            page = self.say("sync_msg", cursor=self.cursor)
            assert page["errcode"] == 0, page
            self.cursor = page["next_cursor"]
            news += page["msg_list"]
            if not page["has_more"]:
                return news

    def events(self) -> list[Json]:
        return [line["event"] for line in self.read() if line["msgtype"] == "event"]

    def state(self, external_userid: str) -> int:
        return int(self.say("service_state/get", external_userid=external_userid)["service_state"])

    def trans(self, external_userid: str, state: int, **more: object) -> Json:
        names = {"external_userid": external_userid, "service_state": state, **more}
        return self.say("service_state/trans", **names)


def open_office(sim: Sim, **more: object) -> Office:
    told = sim.order("kf/account", **{"name": "在线咨询", "userids": ["lina", "zhaolei"], **more})
    assert told["ok"], told
    return Office(sim, told["open_kfid"], told["url"])
