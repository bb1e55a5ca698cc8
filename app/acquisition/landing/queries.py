"""What the pages of landing pages ask."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.acquisition.landing.models import LandingPage, LandingVisit, Submission


def landing_pages(corp_id: str) -> Select[LandingPage]:
    """All landing pages, the newest first."""
    return select(LandingPage).where(LandingPage.corp_id == corp_id).order_by(LandingPage.id.desc())


def landing_page(session: Session, corp_id: str, page_id: int) -> LandingPage | None:
    """One landing page of this corp."""
    same = (LandingPage.corp_id == corp_id, LandingPage.id == page_id)
    return session.scalars(select(LandingPage).where(*same)).one_or_none()


def visit_counts(session: Session, page_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """(page, source) → how often it was looked at."""
    rows = session.execute(
        select(LandingVisit.page_id, LandingVisit.source, func.sum(LandingVisit.visits))
        .where(LandingVisit.page_id.in_(page_ids))
        .group_by(LandingVisit.page_id, LandingVisit.source)
    )
    return {(page_id, source): int(visits) for page_id, source, visits in rows}


def submission_counts(
    session: Session, page_ids: Sequence[int]
) -> dict[tuple[int, str], tuple[int, int]]:
    """(page, source) → how many were left, and how many of them are known as customers."""
    rows = session.execute(
        select(
            Submission.page_id,
            Submission.source,
            func.count(),
            func.count(Submission.matched_at),  # stays when the customer is forgotten
        )
        .where(Submission.page_id.in_(page_ids))
        .group_by(Submission.page_id, Submission.source)
    )
    return {(page_id, source): (left, known) for page_id, source, left, known in rows}


def submission(session: Session, corp_id: str, submission_id: int) -> Submission | None:
    """What somebody left on whichever page."""
    mine = select(Submission).where(Submission.corp_id == corp_id, Submission.id == submission_id)
    return session.scalars(mine).one_or_none()


def submissions(page: LandingPage) -> Select[Submission]:
    """What visitors left on a page, the newest first."""
    same = (Submission.corp_id == page.corp_id, Submission.page_id == page.id)
    return select(Submission).where(*same).order_by(Submission.id.desc())
