"""The last audit of a corp."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class Audit(Row):
    """What the last audit found: [{"name", "count", "examples"}] of what was not zero."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("corp_id"),)

    at: Mapped[datetime]
    broken: Mapped[int] = mapped_column(default=0)  # how many invariants
    findings: Mapped[list[dict[str, Any]]]
