"""How a live code is doing now, for programs: who receives and why, the counts, and the forecast."""

from datetime import datetime
from typing import Literal

from flask import Response, abort, jsonify
from pydantic import Field

from app.acquisition.codes.resources import found
from app.acquisition.prints.files import KINDS, picture_to_print, printed
from app.acquisition.schedule.bodies import PreviewTold, preview_told
from app.acquisition.schedule.changes import schedule_of
from app.acquisition.schedule.effective_staff import effective_staff
from app.acquisition.schedule.facts import facts_of
from app.acquisition.schedule.view import reception_of
from app.api.shell import N_, Asked, ById, Told, resources
from app.clock import now
from app.console.downloads import as_download
from app.db import reading

receptions = resources("receptions", __name__, N_("活码的接待"))


class TallyTold(Told):
    """One member's adds by this code."""

    userid: str
    today: int
    total: int
    over: int = Field(description=N_("今天超出上限的人数：上限满的那一刻，他们已经扫了码"))
    is_spare: bool


class ReceptionTold(Told):
    """Who receives at this moment and why, and how far the day's places go."""

    now: PreviewTold
    serving: list[str] = Field(description=N_("此刻按排班接待的成员"))
    next_change_at: datetime | None = Field(description=N_("null：一周之内不变"))
    today: int = Field(description=N_("今天计入活码上限的添加"))
    over: int
    tallies: list[TallyTold]
    runs_out_at: datetime | None = Field(
        description=N_("今天的名额按现在的速度何时用完，null：用不完，或还看不出")
    )
    is_without_spares: bool = Field(description=N_("上限满了或暂停时，没有人可以顶替"))


class PrintAsked(Asked):
    """Which file."""

    kind: Literal["svg", "png", "pdf"] = "png"
    cm: Literal["3", "5", "8", "15", "30"] = Field(default="8", description=N_("边长，厘米"))


@receptions.get(
    "/codes/<int:id>/reception", summary=N_("活码现在的接待"), responses={"200": ReceptionTold}
)
def one(path: ById) -> Response:
    """How the code is doing now; 404 for one that nobody has arranged yet."""
    with reading() as session:
        way = found(session, path.id)
        reception = reception_of(session, way, schedule_of(session, way.id) or abort(404))
        moment = now()
        code, counters = facts_of(session, [reception.row], moment)[way.id]
    row, ends = reception.row, reception.runs_out_at
    return jsonify(
        now=preview_told(effective_staff(code, moment, counters)),
        serving=row.serving,
        next_change_at=row.next_change_at.isoformat() if row.next_change_at else None,
        today=reception.today,
        over=reception.over,
        tallies=[vars(one) for one in reception.tallies],
        runs_out_at=ends.isoformat() if ends else None,
        is_without_spares=reception.is_without_spares,
    )


@receptions.get("/codes/<int:id>/print", summary=N_("活码的印刷文件"), responses={"200": None})
def file(path: ById, query: PrintAsked) -> Response:
    """The code as a file for the printer."""
    with reading() as session:
        way = found(session, path.id)
    image = picture_to_print(way)
    made = Response(printed(image, query.kind, int(query.cm)), mimetype=KINDS[query.kind])
    name = f"{way.channel.name}-{query.cm}cm.{query.kind}"
    as_download(made, name)
    return made
