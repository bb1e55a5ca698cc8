"""What happened at an account day by day (kf/get_corp_statistic, kf/get_servicer_statistic)."""

from dataclasses import dataclass
from datetime import datetime

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.clock import CHINA
from bots.simulator.errors import RefusalError
from bots.simulator.kf.models import BY_CUSTOMER, BY_SERVICER, Entry, Mark
from bots.simulator.kf.sessions import account_of
from bots.simulator.models import Json
from bots.simulator.world import World

DAY = 86400
MOST_DAYS = 31
OLDEST = 180 * DAY


@dataclass(frozen=True)
class Day:
    """One account's or one servicer's day."""

    entries: list[Entry]
    marks: list[Mark]

    def said(self, origin: int) -> list[Entry]:
        said = (entry for entry in self.entries if entry.origin == origin)
        return [entry for entry in said if entry.msgtype != "event"]

    def did(self, what: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.what == what]


def get_corp_statistic(world: World, call: Call) -> Json:
    open_kfid = account_of(world, text(call.body, "open_kfid", missing=40063)).open_kfid
    rows = [
        {"stat_time": start, "statistic": _of_corp(_day(world, start, open_kfid))}
        for start in _days(world, call.body)
    ]
    return {"statistic_list": rows}


def get_servicer_statistic(world: World, call: Call) -> Json:
    """Of one servicer, or of all together."""
    open_kfid = text(call.body, "open_kfid")
    if open_kfid:
        account_of(world, open_kfid)
    userid = text(call.body, "servicer_userid").lower()
    if userid and userid not in world.staff:
        raise RefusalError(60111)
    rows = [
        {"stat_time": start, "statistic": _of_servicer(_day(world, start, open_kfid, userid))}
        for start in _days(world, call.body)
    ]
    return {"statistic_list": rows}


def _days(world: World, body: Json) -> list[int]:
    """Both ends included, each rounded down to Beijing's midnight; today is not ready yet."""
    start, end = (
        _midnight(integer(body, name, -1, most=2**32 - 1)) for name in ("start_time", "end_time")
    )
    today = _midnight(int(world.now()))
    if not today - OLDEST <= start <= end < today or (end - start) // DAY >= MOST_DAYS:
        raise RefusalError(600018)
    return list(range(start, end + 1, DAY))


def _midnight(moment: int) -> int:
    begin = datetime.fromtimestamp(moment, CHINA).replace(hour=0, minute=0, second=0)
    return int(begin.timestamp())


def _day(world: World, start: int, open_kfid: str, userid: str = "") -> Day:
    def counts(at: float, account: str, servicer: str) -> bool:
        inside = start <= at < start + DAY and open_kfid in ("", account)
        return inside and userid in ("", servicer)

    entries = [e for e in world.kf.log if counts(e.at, e.open_kfid, e.servicer_userid)]
    marks = [m for m in world.kf.marks if counts(m.at, m.open_kfid, m.userid)]
    return Day(entries, marks)


def _of_corp(day: Day) -> Json:
    """No bot of WeCom's own answers here, so whatever counts it is zero."""
    asked = day.said(BY_CUSTOMER)
    return {
        "session_cnt": len(day.did("begun")),
        "customer_cnt": len({entry.external_userid for entry in asked}),
        "customer_msg_cnt": len(asked),
        "upgrade_service_customer_cnt": _customers(day.did("upgraded")),
        "ai_session_reply_cnt": 0,
        "ai_transfer_rate": 0,
        "ai_knowledge_hit_rate": 0,
        "msg_rejected_customer_cnt": _customers(day.did("refused")),
    }


def _of_servicer(day: Day) -> Json:
    """What nobody can do here (satisfaction, joining after an invitation) is zero."""
    asked = [entry for entry in day.said(BY_CUSTOMER) if entry.servicer_userid]
    taken = {mark.external_userid for mark in day.did("taken")}
    waits = _first_waits(day)
    by_member = [mark for mark in day.did("upgraded") if mark.userid]
    return {
        "session_cnt": len(day.did("taken")),
        "customer_cnt": len({entry.external_userid for entry in asked}),
        "customer_msg_cnt": len(asked),
        "reply_rate": len(waits) / len(taken) if taken else 0,
        "first_reply_average_sec": int(sum(waits) / len(waits)) if waits else 0,
        "satisfaction_investgate_cnt": 0,
        "satisfaction_participation_rate": 0,
        "satisfied_rate": 0,
        "middling_rate": 0,
        "dissatisfied_rate": 0,
        "upgrade_service_customer_cnt": 0,
        "upgrade_service_member_invite_cnt": _customers(by_member),
        "upgrade_service_member_customer_cnt": 0,
        "upgrade_service_groupchat_invite_cnt": 0,
        "upgrade_service_groupchat_customer_cnt": 0,
        "msg_rejected_customer_cnt": _customers(day.did("refused")),
    }


def _first_waits(day: Day) -> list[float]:
    """Seconds from taking a customer to the first word to him, for those who got one."""
    waits: dict[str, float] = {}
    for mark in day.did("taken"):
        answers = (
            entry.at - mark.at
            for entry in day.said(BY_SERVICER)
            if entry.external_userid == mark.external_userid and entry.at >= mark.at
        )
        wait = next(answers, None)
        if wait is not None:
            waits.setdefault(mark.external_userid, wait)
    return list(waits.values())


def _customers(marks: list[Mark]) -> int:
    return len({mark.external_userid for mark in marks})


PATHS: dict[str, Endpoint] = {
    "kf/get_corp_statistic": Endpoint("POST", get_corp_statistic),
    "kf/get_servicer_statistic": Endpoint("POST", get_servicer_statistic),
}
