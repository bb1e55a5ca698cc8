"""What all doors tell programs alike: the state of what a write makes, and WeCom's complaints."""

import hmac
from hashlib import sha256
from typing import Any

from app.acquisition.states import make
from app.api.guard import caller, idempotency_key
from app.api.shell import Told
from app.config import settings


class Complaint(Told):
    """Why WeCom does not hold it yet, in WeCom's words."""

    errcode: int | None
    errmsg: str


def complaint(errcode: int | None, error: str | None) -> dict[str, Any] | None:
    """A row's own complaint, if it has one."""
    return {"errcode": errcode, "errmsg": error} if error else None


def state_of_write(kind: str = "code") -> str:
    """The state that this write's key makes: a repeat after a crash finds what the first made."""
    secret = f"{kind}:{caller().token_id}:{idempotency_key()}".encode()
    return make(hmac.digest(settings().key().encode(), secret, sha256)[:16])
