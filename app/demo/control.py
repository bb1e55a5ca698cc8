"""Steering the simulated WeCom: its people, its clock, and what it is busy with."""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from app.children import Children


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
        answer = self._session.get(f"{self.base}{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Make something happen; a refusal raises with its reason."""
        answer = self._session.post(f"{self.base}{path}", json=body, timeout=20)
        if answer.status_code >= 400:
            raise RuntimeError(f"the simulated WeCom refused {path}: {answer.text[:300]}")
        return answer.json()

    def state(self) -> State:
        """What it is busy with."""
        told = self.get("/state")
        due = told["next_due"]
        return State(
            datetime.fromtimestamp(told["now"], UTC),
            bool(told["busy"]),
            int(told["activity"]),
            None if due is None else datetime.fromtimestamp(due, UTC),
        )

    def move_clock(self, to: datetime) -> None:
        """Let time pass until `to`."""
        self.post("/clock", {"to": to.timestamp()})


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
