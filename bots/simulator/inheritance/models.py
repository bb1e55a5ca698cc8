"""What is remembered of customers who change their member."""

from dataclasses import dataclass

DONE, WAITING, REFUSED, LIMIT, NONE = 1, 2, 3, 4, 5


@dataclass
class Transfer:
    """One customer on his way from one member to another."""

    handover_userid: str
    takeover_userid: str
    external_userid: str
    started_at: float
    takeover_time: int  # while it waits, the moment when it will happen by itself
    resigned: bool
    success_msg: str = ""
    status: int = WAITING

    @property
    def counts(self) -> bool:
        """Against the two that a customer may go through in 90 days."""
        return not self.resigned and self.status in (DONE, WAITING)


@dataclass(frozen=True)
class GroupMove:
    """A group that got another owner by the API."""

    chat_id: str
    handover_userid: str
    takeover_userid: str
    at: float
    resigned: bool


class Inheritance:
    """Not locked by itself: hold the world's lock."""

    def __init__(self) -> None:
        self.transfers: list[Transfer] = []
        self.group_moves: list[GroupMove] = []

    def waiting(self, external_userid: str) -> list[Transfer]:
        mine = (t for t in self.transfers if t.external_userid == external_userid)
        return [transfer for transfer in mine if transfer.status == WAITING]

    def between(self, handover: str, takeover: str, *, resigned: bool) -> list[Transfer]:
        """The last word on each customer of the pair, in the order they were first handed over."""
        last: dict[str, Transfer] = {}
        for transfer in self.transfers:
            pair = (transfer.handover_userid, transfer.takeover_userid)
            if pair == (handover, takeover) and transfer.resigned == resigned:
                last[transfer.external_userid] = transfer
        return list(last.values())
