"""Counting a month from the simulated WeCom's own truth: this shares no code with the product.

It reads what WeCom knows to have happened (every callback it meant to send, heard or not; the
welcomes it delivered; the messages it archived) and counts by (state, userid, day).
"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from typing import Any

Cell = tuple[str, str, date]
CHINA = timezone(timedelta(hours=8))
ADDED, LOST = "add_external_contact", ("del_follow_user", "del_external_contact")


def recount(truth: dict[str, Any], today: date, stages: dict[str, str]) -> dict[Cell, Counter[str]]:
    """The numbers of every cell; `stages` are the leads of the CRM by customer."""
    history = histories(truth)
    ties = [tie for pair, news in history.items() for tie in lived(pair, news)]
    welcomed = {
        (one["userid"], one["external_userid"], int(one["issued_at"]))
        for one in truth["welcomes"]
        if one["sent_at"] is not None and not one["taken_by"]
    }
    spoken = messages(truth)
    first: dict[str, dict[str, Any]] = {}
    for tie in sorted(ties, key=lambda tie: (tie["begins"], tie["place"])):
        first.setdefault(tie["customer"], tie)
    cells: defaultdict[Cell, Counter[str]] = defaultdict(Counter)
    for tie in ties:
        cell = cells[tie["state"], tie["userid"], day(tie["begins"])]
        cell["adds"] += 1
        cell["firsts"] += first[tie["customer"]] is tie
        cell["welcomed"] += (tie["userid"], tie["customer"], tie["begins"]) in welcomed
        cell["replied"] += any(
            tie["begins"] <= at < tie["ends"] for at in spoken[tie["userid"], tie["customer"]]
        )
        for days in (1, 7):
            last = day(tie["begins"]) + timedelta(days=days)
            cell[f"due{days}"] += last < today
            cell[f"kept{days}"] += last < today and (not tie["is_over"] or day(tie["ends"]) > last)
        if first[tie["customer"]] is tie and tie["customer"] in stages:
            cell["leads"] += 1
            cell["won"] += stages[tie["customer"]] == "won"
        if tie["is_over"]:
            cells[tie["state"], tie["userid"], day(tie["ends"])]["losses"] += 1
    return {cell: +numbers for cell, numbers in cells.items() if +numbers}


def histories(truth: dict[str, Any]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What happened to each pair, once each and in WeCom's order; the copies of a callback are one."""
    seen: set[tuple[Any, ...]] = set()
    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for place, callback in enumerate(truth["callbacks"]):
        event = callback["event"]
        change, at = event.get("ChangeType"), int(event["CreateTime"])
        if change not in (ADDED, *LOST):
            continue
        pair = (event["UserID"], event["ExternalUserID"])
        if (pair, change, at) in seen:
            continue
        seen.add((pair, change, at))
        news = {"is_add": change == ADDED, "at": at, "state": event.get("State") or ""}
        found[pair].append({**news, "place": place})
    for of_one in found.values():
        of_one.sort(key=lambda news: (news["at"], news["place"]))
    return found


def lived(pair: tuple[str, str], news: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ties of a pair. WeCom's own history is whole: adds and ends take turns."""
    ties: list[dict[str, Any]] = []
    for one in news:
        if one["is_add"]:
            assert not ties or ties[-1]["is_over"], (pair, news)
            tie = {"userid": pair[0], "customer": pair[1], "state": one["state"]}
            begins = {"begins": one["at"], "place": one["place"]}
            ties.append({**tie, **begins, "ends": float("inf"), "is_over": False})
        else:
            assert ties and not ties[-1]["is_over"], (pair, news)
            ties[-1] |= {"ends": one["at"], "is_over": True}
    return ties


def messages(truth: dict[str, Any]) -> dict[tuple[str, str], list[float]]:
    """When each customer wrote to each member, by the archive."""
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for message in truth["archive"]["messages"]:
        if message["action"] == "send" and not message["roomid"] and len(message["tolist"]) == 1:
            found[message["tolist"][0], message["from"]].append(message["msgtime"] / 1000)
    return found


def day(moment: float) -> date:
    """The day in Shanghai."""
    return datetime.fromtimestamp(moment, CHINA).date()
