"""A corp (企业) and its apps (自建应用) with the secrets to speak and to listen."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row
from app.sealed import Sealed


class Corp(Row):
    """A corp: `corp_id` is WeCom's CorpID (ww…)."""

    __tablename__ = "corp"
    __table_args__ = (UniqueConstraint("corp_id"),)

    name: Mapped[str]
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai")


class CorpApp(Row):
    """An app of a corp: its secret to call WeCom, its token and key to be called back."""

    __tablename__ = "corp_app"
    __table_args__ = (UniqueConstraint("corp_id", "agentid"),)

    agentid: Mapped[int]
    name: Mapped[str]
    secret: Mapped[str] = mapped_column(Sealed)
    token: Mapped[str] = mapped_column(Sealed)
    encoding_aes_key: Mapped[str] = mapped_column(Sealed)
