"""Doing the deeds at the simulated WeCom, and writing down what really happened."""

from typing import Any

from app.demo.control import Refused, Simulated
from tests.chaos.deeds import Deed
from tests.chaos.history import Added, History, Left, Pair, Said


class People:
    """Customers and members, and their history."""

    def __init__(self, wecom: Simulated) -> None:
        self.history = History()
        self._wecom = wecom

    def do(self, deed: Deed) -> None:
        """Do it. Who cannot (has just been deleted, is gone) lets it be."""
        try:
            told = self._wecom.post(f"/{deed.what}", asked(deed))
        except Refused as refusal:
            if refusal.status not in (404, 409):
                raise
            return
        self.write_down(deed, told)

    def write_down(self, deed: Deed, told: dict[str, Any]) -> None:
        """What it was, and when by WeCom's clock."""
        at = self._wecom.state().now.timestamp()
        if deed.what == "people/scan":
            if not told.get("already"):
                pair = (told["userid"], told["external_userid"])
                self.history.note(Added(told["at"], pair, deed.words))
        elif deed.what == "people/say":
            self.history.note(Said(at, self.pair_of(deed, told), deed.words))
        elif deed.what in ("people/delete", "staff/delete"):
            self.history.note(Left(at, self.pair_of(deed, told)))

    def pair_of(self, deed: Deed, told: dict[str, Any]) -> Pair:
        """Whom it was about; a new customer is known by a key, and by what WeCom told."""
        if isinstance(deed.who, tuple):
            return deed.who
        key = self._wecom.get(f"/phone/{deed.who}")["external_userid"]
        return told["userid"], str(key)

    def gone(self) -> list[str]:
        """Customers who have nobody any more."""
        tied = {external_userid for _userid, external_userid in self.history.friends()}
        return sorted({pair[1] for pair in self.history.parted()} - tied)


def asked(deed: Deed) -> dict[str, Any]:
    """The deed in the words of the simulated WeCom."""
    if deed.what == "people/scan":
        return {"state": deed.words, "customer": {"key": deed.who}}
    if isinstance(deed.who, str):
        return {"customer": deed.who, "text": deed.words}
    userid, external_userid = deed.who
    body = {"userid": userid, "customer": external_userid}
    return body | {"people/say": {"text": deed.words}, "staff/edit": {"remark": deed.words}}.get(
        deed.what, {}
    )
