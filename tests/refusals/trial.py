"""One API, one way to fail: what ops see, what heals by itself, what waits for them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import unescape
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from app import clock
from app.corps.wecom import forget_mouths
from app.db import transaction
from app.outbox.models import Breaker
from app.queue import redis
from bots.errcodes import KNOWN
from bots.errors import Forbidden, Throttled, Unauthorized, advice, error_for
from tests.acquisition.schedule.conftest import Shop
from tests.refusals.codes import NEXT
from tests.refusals.kinds import Call

LONGEST = timedelta(hours=4)  # until what heals by itself has healed
MOST_TURNS = 2_000
WORDS = " fault, hint: ["  # of the simulated WeCom; the scrubber may have taken what comes before


@cache
def web() -> Flask:
    """The whole web."""
    from wsgi import create_app

    return create_app()


@dataclass
class Ops:
    """Somebody of ops at the console."""

    client: FlaskClient

    def look(self, path: str, locale: str = "zh") -> str:
        with self.client.session_transaction() as session:
            session["locale"] = locale
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return unescape(answer.text)

    def sent(self, path: str, locale: str, **fields: str) -> str:
        """The page that answers a form which could not be taken."""
        self.look(path, locale)
        answer = self.client.post(path, data=fields)
        assert answer.status_code == 422, path
        return unescape(answer.text)

    def press(self, path: str, **sent: str) -> None:
        assert self.client.post(path, data=sent).status_code == 302, path


def ops(shop: Shop) -> Ops:
    client = web().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=shop.corp_id, userid="lina", name="李娜", role="ops")
    there = Ops(client)
    token = re.search(r'name="csrf_token" value="([^"]+)"', there.look("/links"))
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return there


class Trial:
    """A shop in which one API is tried with one failure after the other."""

    def __init__(self, shop: Shop, call: Call) -> None:
        self.shop, self.call, self.kind = shop, call, call.kind
        self.ops = ops(shop)
        self.numbers = count(1)
        self.at = NEXT

    def order(self, **faults: Any) -> None:
        self.shop.sim.order("faults", clear=True, **faults)

    def refuse(self, errcode: int, *, times: int | None) -> None:
        self.order(api={self.call.api: {"errcode": errcode, "times": times}})

    def made(self) -> tuple[int, int]:
        """The number of a new row, and its id; its next word is the call."""
        number = next(self.numbers)
        return number, self.call.make(self.shop, number)

    def said(self, row_id: int) -> bool:
        with clock.held_at(self.at):
            return self.kind.say(row_id)

    def run(self, row_id: int, lasts: timedelta) -> bool:
        """Let the clock do its turns; whether the row stands before the end."""
        end, turns = self.at + lasts, 0
        while not self.kind.stands(row_id):
            due = self.kind.next_at(row_id, self.at)
            if due is None or due > end:
                self.at = end
                return False
            self.at, turns = max(due, self.at + timedelta(seconds=1)), turns + 1
            assert turns < MOST_TURNS
            with clock.held_at(self.at):
                self.kind.turn(self.shop)
        return True

    def asked(self, errcode: int) -> int:
        """How often WeCom has answered this."""
        return self.shop.sim.world.api_calls[self.call.api][errcode]

    def shown(self, row_id: int, errcode: int, *, words: str = WORDS) -> None:
        """The page names the cause and the next step, in both languages."""
        self.explained(self.kind.page.format(row_id), errcode, words)

    def explained(self, path: str, errcode: int, words: str = WORDS) -> None:
        """The same of any page."""
        told = advice(errcode)
        chinese, english = self.ops.look(path), self.ops.look(path, "en")
        missing = [
            part
            for part, page in (
                (told.meaning_zh, chinese),
                (told.advice_zh, chinese),
                (str(errcode), chinese),
                (told.advice_en, english),
                (str(errcode), english),
                (words, english),  # WeCom's own, which are English
            )
            if part not in page
        ]
        assert missing == [], (self.call.api, errcode, missing)

    def pressed(self, row_id: int, **sent: str) -> None:
        with clock.held_at(self.at):
            self.ops.press(self.kind.button.format(row_id), **sent)

    def is_once(self, number: int) -> bool:
        return self.kind.count(self.shop, number) == self.call.leaves

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """What one errcode leaves for a while (a rest, a breaker) is not the next one's."""
        self.at = NEXT
        yield
        self.order()
        redis().flushall()
        forget_mouths()
        with transaction() as session:
            session.execute(delete(Breaker))


def heals(errcode: int) -> bool:
    """Whether WeCom comes back without anybody of ops; an administrator acts where we see nothing."""
    error = error_for(errcode, "")
    return error.temporary or isinstance(error, Forbidden)


def strikes(errcode: int) -> int:
    """How often it must be answered so that our client gives up: a token is renewed once."""
    return 2 if isinstance(error_for(errcode, ""), Unauthorized) else 1


def is_of_all(errcode: int) -> bool:
    """Whether it concerns every row alike: a limit, or the rights of the whole app."""
    is_limit = isinstance(error_for(errcode, ""), Throttled)
    return is_limit or KNOWN[errcode].stops in ("app", "api")
