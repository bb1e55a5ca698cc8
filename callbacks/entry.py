"""A row of the inbox as the ledger writes it, and the statement that takes many at once."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from app.events.table import HINTS
from app.inbox.record import values_of
from callbacks import envelope, message, wire
from callbacks.envelope import Keys
from callbacks.letter import Letter

Told = dict[str, Any]


class Entry(NamedTuple):
    """The columns of `inbox_event` that a callback fills."""

    corp_id: str
    agentid: int
    fingerprint: str
    name: str
    fields: str
    message: str
    envelope: bytes
    userid: str | None
    external_userid: str | None
    happened_at: datetime
    state: str
    created_at: datetime


def entry_of(letter: Letter, sealed: bytes, keys: Keys, now: datetime) -> tuple[Entry, Told]:
    """The row for a letter whose signature holds, and what it says.

    CallbackRejected when it does not open or cannot be read.
    """
    words = envelope.unseal(sealed, keys)
    told = message.read(words)
    event = wire.named(told, letter.corp_id)
    values = values_of(event)
    entry = Entry(
        corp_id=letter.corp_id,
        agentid=letter.agentid,
        fingerprint=sha256(words.encode()).hexdigest(),
        name=values["name"],
        fields=json.dumps(values["fields"]),
        message=json.dumps(told),
        envelope=letter.as_kept(),
        userid=values["userid"],
        external_userid=values["external_userid"],
        happened_at=event.happened_at if event else now,
        state=values["state"],
        created_at=now,
    )
    return entry, told


_TYPES = {"agentid": "bigint", "envelope": "bytea"} | dict.fromkeys(
    ("happened_at", "created_at"), "timestamptz"
)
_CASTS = {"fields": "::jsonb", "message": "::jsonb"}

# One parameter a column, in PostgreSQL's binary form: lists of text are costly to spell out.
INSERT = (
    f"insert into inbox_event ({', '.join(Entry._fields)}) "  # noqa: S608  our own names
    f"select {', '.join(name + _CASTS.get(name, '') for name in Entry._fields)} from unnest("
    + ", ".join(f"%b::{_TYPES.get(name, 'text')}[]" for name in Entry._fields)
    + f") as given ({', '.join(Entry._fields)}) on conflict do nothing"
)


# A hint that is told again after its reactions had their rows: see app/inbox/again.py, run_anew.
HEAR_AGAIN = (
    "update inbox_event set state = 'new', rung_at = clock_timestamp() "
    "from unnest(%b::text[], %b::text[]) as given (corp_id, fingerprint) "
    "where inbox_event.corp_id = given.corp_id and inbox_event.fingerprint = given.fingerprint "
    "and inbox_event.state = 'planned'"
)


def hints(entries: Iterable[Entry]) -> list[list[str]]:
    """The parameters of HEAR_AGAIN: who may bring news in words that were heard before."""
    told = {(entry.corp_id, entry.fingerprint) for entry in entries if entry.name in HINTS}
    return [list(column) for column in zip(*sorted(told), strict=True)]


def columns(entries: Iterable[Entry]) -> list[list[Any]]:
    """The parameters of INSERT."""
    return [list(column) for column in zip(*entries, strict=True)]
