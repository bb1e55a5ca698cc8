"""A store (门店) with the door that leads to its people."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class Store(Row):
    """A store. `target` is code, group or link, `target_id` which one."""

    __tablename__ = "store"

    name: Mapped[str]
    region: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    target: Mapped[str]
    target_id: Mapped[int] = mapped_column(BigInteger)
    is_open: Mapped[bool] = mapped_column(default=True)
