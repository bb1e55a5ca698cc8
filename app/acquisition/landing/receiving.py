"""What a visitor leaves becomes a row: few a visitor, small, and once."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.acquisition.landing.marks import mark, mobile, new_code
from app.acquisition.landing.models import LandingPage, LandingVisit, Submission
from app.clock import now
from app.corps.models import Corp

MOST = 5  # submissions of one visitor to one page …
WITHIN = timedelta(minutes=10)  # … in this time
MOST_BYTES = 16 * 1024  # of a whole submission
LONGEST = {"name": 40, "phone": 20, "note": 200}  # characters


@dataclass(frozen=True)
class Left:
    """What was typed, and what is wrong with it."""

    answers: dict[str, str]
    errors: dict[str, str]


def read_left(page: LandingPage, sent: MultiDict[str, str]) -> Left:
    """The fields that the page asks for; whatever else was sent is not looked at."""
    answers = {field: sent.get(field, "").strip() for field in page.asks}
    errors = {field: wrong(field, text) for field, text in answers.items()}
    if "agree" not in sent:
        errors["agree"] = _("请先阅读并同意隐私说明")
    return Left(answers, {field: words for field, words in errors.items() if words})


def wrong(field: str, text: str) -> str:
    """The complaint about a field, if any; only the note may stay empty."""
    if not text and field != "note":
        return _("请填写")
    if len(text) > LONGEST[field]:
        return _("最多 %(most)s 个字", most=LONGEST[field])
    return _("请填写 11 位手机号") if field == "phone" and not mobile(text) else ""


def keep(
    session: Session,
    page: LandingPage,
    left: Left,
    *,
    source: str,
    store_id: int | None,
    visitor: str,
) -> Submission | None:
    """The row; None when this visitor has left too many already."""
    visitor_mark = mark("visitor", visitor)
    # requests of one visitor are counted one after another, in whichever process they are
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(visitor_mark, 0))))
    same = (Submission.page_id == page.id, Submission.visitor_mark == visitor_mark)
    recent = select(func.count()).where(*same, Submission.created_at > now() - WITHIN)
    if (session.scalar(recent) or 0) >= MOST:
        return None
    phone = mobile(left.answers.get("phone", ""))
    row = Submission(
        corp_id=page.corp_id,
        page_id=page.id,
        source=source,
        store_id=store_id,
        code=new_code(),
        name=left.answers.get("name", ""),
        phone=phone,
        note=left.answers.get("note", ""),
        phone_mark=mark("phone", phone) if phone else None,
        visitor_mark=visitor_mark,
    )
    session.add(row)
    return row


def known_source(page: LandingPage, asked: str) -> str:
    """A source that ops have named; anything else counts as none."""
    return asked if asked in page.sources else ""


def count_visit(session: Session, page: LandingPage, source: str) -> None:
    """One more look, on the corp's day."""
    zone = session.scalars(select(Corp.zone).where(Corp.corp_id == page.corp_id)).one()
    day = now().astimezone(ZoneInfo(zone)).date()
    values = {"corp_id": page.corp_id, "page_id": page.id, "day": day, "source": source}
    session.execute(
        insert(LandingVisit)
        .values(**values, visits=1)
        .on_conflict_do_update(
            index_elements=["corp_id", "page_id", "day", "source"],
            set_={"visits": LandingVisit.visits + 1},
        )
    )
