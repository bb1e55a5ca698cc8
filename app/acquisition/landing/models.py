"""A landing page, how often it was looked at, and what visitors left there."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.db import Row
from app.sealed import Sealed


class LandingPage(Row):
    """A public page. `slug` is its address, unguessable; `target` is where it leads: code, group,
    link, stores or nothing. `asks` is any of name, phone and note; `sources` may stand in ?from=.
    """

    __tablename__ = "landing_page"
    __table_args__ = (UniqueConstraint("corp_id", "slug"), Index("ix_landing_page_slug", "slug"))

    slug: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    image_type: Mapped[str | None]
    image: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    asks: Mapped[list[str]]
    sources: Mapped[list[str]]
    privacy: Mapped[str] = mapped_column(default="")
    target: Mapped[str]
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    is_open: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(default="")


class LandingVisit(Row):
    """How often a page was looked at on a day of the corp, by source ("" for none)."""

    __tablename__ = "landing_visit"
    __table_args__ = (UniqueConstraint("corp_id", "page_id", "day", "source"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("landing_page.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(default="")
    visits: Mapped[int] = mapped_column(default=0)


class Submission(Row):
    """What a visitor left. `code` is theirs to send to the member, so that we know them again.

    Name, phone and note are sealed; `phone_mark` finds a number without telling it, and
    `visitor_mark` an address. `matched_by` is code, phone or remark. `erased_at`: all that was
    written is forgotten; the row is left to be counted.
    """

    __tablename__ = "landing_submission"
    __table_args__ = (
        UniqueConstraint("corp_id", "code"),
        Index("ix_landing_submission_visitor", "page_id", "visitor_mark", "created_at"),
        Index(
            "ix_landing_submission_kept",
            "corp_id",
            "created_at",
            postgresql_where=text("erased_at is null"),
        ),
    )

    page_id: Mapped[int] = mapped_column(ForeignKey("landing_page.id"))
    source: Mapped[str] = mapped_column(default="")
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"), index=True)
    code: Mapped[str]
    name: Mapped[str] = mapped_column(Sealed)
    phone: Mapped[str] = mapped_column(Sealed)
    note: Mapped[str] = mapped_column(Sealed)
    phone_mark: Mapped[str | None] = mapped_column(index=True)
    visitor_mark: Mapped[str]
    external_userid: Mapped[str | None] = mapped_column(index=True)
    userid: Mapped[str | None]
    matched_by: Mapped[str | None]
    matched_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    page: Mapped[LandingPage] = relationship()
