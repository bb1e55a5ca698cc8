"""What a row has that WeCom shall agree with."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class AgreedRow(Row):
    """The row is what we want; every change makes `version` one more, and `pushed_version` follows
    when WeCom has agreed. `stopped_at` says that it shall be gone at WeCom.

    `tried_at` is when WeCom was first asked to make it: its answer may have been lost. What failed
    and may heal by itself is tried again at `retry_at`; None waits for a person.
    """

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)
    pushed_version: Mapped[int] = mapped_column(default=0)
    errcode: Mapped[int | None]
    error: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)  # in a row that failed
    tried_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    @property
    def is_pushed(self) -> bool:
        """Whether WeCom holds what this row wants."""
        return self.pushed_version == self.version
