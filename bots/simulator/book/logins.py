"""Codes and tickets that tell an app who has opened its page (网页授权登录)."""

from dataclasses import dataclass

from bots.simulator.errors import RefusalError
from bots.simulator.seeded import Seeded

CODE_LIFE, TICKET_LIFE = 300.0, 1800.0
BASE, PRIVATE = "snsapi_base", "snsapi_privateinfo"


@dataclass
class Code:
    person: str  # a userid or an external_userid
    scope: str
    agentid: int | None
    given_at: float
    is_spent: bool = False


class Logins:
    """Hold the world's lock."""

    def __init__(self, seeded: Seeded) -> None:
        self._seeded = seeded
        self._codes: dict[str, Code] = {}
        self._tickets: dict[str, tuple[str, float]] = {}

    def give_code(self, code: Code) -> str:
        name = self._seeded.new_id("", 43, "code", code.person)
        self._codes[name] = code
        return name

    def spend_code(self, name: str, agentid: int, now: float) -> Code:
        """Good once, for five minutes, for the app that it was asked for."""
        code = self._codes.get(name)
        if code is None or code.is_spent:
            raise RefusalError(40029)
        if now - code.given_at > CODE_LIFE:
            raise RefusalError(42003)
        if code.agentid not in (None, agentid):
            raise RefusalError(50001)
        code.is_spent = True
        return code

    def give_ticket(self, userid: str, now: float) -> str:
        ticket = self._seeded.new_id("", 64, "user_ticket", userid)
        self._tickets[ticket] = (userid, now)
        return ticket

    def owner_of(self, ticket: str, now: float) -> str:
        if ticket not in self._tickets:
            raise RefusalError(84015)
        userid, given_at = self._tickets[ticket]
        if now - given_at > TICKET_LIFE:
            raise RefusalError(84014)
        return userid
