"""Tag rules (标签规则)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class TagRule(Row):
    """When which tags are put on a follow. Every edit makes `version` one more.

    kind and condition: channel {"states": [..], "names": {state: name}, "code": state} ·
    add_time {"from": "22:00", "to": "06:00", "weekdays": [1..7]} · keyword {"words": [..],
    "without": [..], "match": "contains"|"exact", "need": "any"|"all"}.
    A rule with "code" belongs to the live code of that state and is edited there.
    """

    __tablename__ = "tag_rule"

    name: Mapped[str]
    kind: Mapped[str]
    condition: Mapped[dict[str, Any]]
    tag_ids: Mapped[list[str]]
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
