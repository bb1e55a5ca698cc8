"""Steering the simulated WeCom: its people, its clock, and what it is busy with."""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from app.children import Children
from app.errors import ScrmError


class Refused(ScrmError):
    """The simulated WeCom does not do it: `status` 404 nobody by that name, 409 not possible now."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"the simulated WeCom refused: {status} {why}")
        self.status = status


@dataclass(frozen=True)
class State:
    """How the simulated WeCom stands. `activity` changes with everything that happens there."""

    now: datetime
    is_busy: bool
    activity: int
    next_due: datetime | None


class Simulated:
    """The control address of a simulated WeCom."""

    def __init__(self, control_base: str) -> None:
        self.base = control_base
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str) -> Any:
        """Look at something."""
        return _told(self._session.get(f"{self.base}{path}", timeout=10))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Make something happen; a refusal raises with its reason."""
        return _told(self._session.post(f"{self.base}{path}", json=body, timeout=20))

    def picture(self, address: str) -> tuple[bytes, str]:
        """An image that it hosts, and its content type."""
        answer = self._session.get(address, timeout=10)
        if not answer.ok:
            raise Refused(answer.status_code, "no such picture")
        return answer.content, answer.headers["Content-Type"]

    def state(self) -> State:
        """What it is busy with."""
        return _state(self.get("/state"))

    def pass_time(self, seconds: float) -> State:
        """Let so much time pass; what it is busy with then."""
        return _state(self.post("/clock", {"by": seconds}))

    def move_clock(self, to: datetime, since: State | None = None) -> bool:
        """Let time pass until `to`; False if something has happened there since that look."""
        unless = {} if since is None else {"activity": since.activity}
        try:
            self.post("/clock", {"to": to.timestamp(), **unless})
        except Refused as refusal:
            if refusal.status != 409:
                raise
            return False
        return True


def _state(told: dict[str, Any]) -> State:
    due = told["next_due"]
    return State(
        datetime.fromtimestamp(told["now"], UTC),
        bool(told["busy"]),
        int(told["activity"]),
        None if due is None else datetime.fromtimestamp(due, UTC),
    )


def _told(answer: requests.Response) -> Any:
    if not answer.ok:
        raise Refused(answer.status_code, answer.text[:300])
    return answer.json()


def start_simulator(children: Children, *arguments: str) -> dict[str, Any]:
    """Start the simulated WeCom; returns what it says of itself: addresses, corps, secrets."""
    process = children.start(
        "simulator", "-m", "bots.simulator", *arguments, stdout=subprocess.PIPE, once=True
    )
    assert process.stdout is not None
    told = process.stdout.readline()
    if not told:
        raise RuntimeError("the simulated WeCom did not start; its reason stands above")
    said: dict[str, Any] = json.loads(told)
    return said
