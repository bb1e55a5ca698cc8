"""Messages of an app to members: sent, recalled and counted."""

import json
from collections import Counter
from copy import deepcopy
from datetime import datetime, timedelta
from hashlib import sha256

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.clock import CHINA
from bots.simulator.errors import RefusalError
from bots.simulator.messages import cards, content, receivers
from bots.simulator.messages.codes import new_code
from bots.simulator.messages.models import Sent
from bots.simulator.models import Json
from bots.simulator.reach import reaches, spend_person_times
from bots.simulator.world import World

REMEMBERED_FOR, LONGEST_MEMORY = 1800, 4 * 3600
RECALL_WITHIN = 86400.0


def send(world: World, call: Call) -> Json:
    agentid = receivers.own_agentid(call, call.body.get("agentid"))
    msgtype, shown = content.read(world, call, content.READERS)
    check_safety(call.body, msgtype)
    reached = receivers.named_in(world, call)
    missing = reached.missing
    if not reached.members:
        raise RefusalError(81013, invaliduser="|".join(missing.users))
    sent = _put(world, call, agentid, msgtype, shown, reached.members)
    told = {
        "invaliduser": "|".join(missing.users),
        "invalidparty": "|".join(missing.parties),
        "invalidtag": "|".join(missing.tags),
        "unlicenseduser": "",
        "msgid": sent.msgid,
    }
    card = shown.get("template_card")
    if card is not None and cards.answers(card):
        told["response_code"] = new_code(world, sent.msgid)
    return told


def _put(
    world: World, call: Call, agentid: int, msgtype: str, shown: Json, members: list[str]
) -> Sent:
    """On every member's phone, but for the same words again within the time asked for."""
    spend_person_times(world, call.app, len(members))
    words = sha256(json.dumps([msgtype, shown], sort_keys=True).encode()).hexdigest()
    memory = _memory(call.body)
    _check_task(world, agentid, shown, memory)
    msgid = world.seeded.new_id("", 40, "app message", *members, words)
    sent = Sent(msgid, agentid, world.now(), msgtype, {})
    world.messages.sent[msgid] = sent
    for userid in members:
        if not _is_repeated(world, (agentid, userid, words), memory):
            about = {"at": world.now(), "userid": userid, "agentid": agentid, "from": "app"}
            # each phone has a card of its own: one member's press changes one member's card
            own = deepcopy(shown)
            row = {**about, "msgid": msgid, "msgtype": msgtype, **own}
            if reaches(world, call.app, userid):
                sent.rows[userid] = row
                world.app_messages.append(row)
            else:
                world.dropped_messages.append(row)
    return sent


def _check_task(world: World, agentid: int, shown: Json, memory: float) -> None:
    """A task_id names one card of an app; only a swallowed repetition may name it again."""
    key = (agentid, shown.get("template_card", {}).get("task_id", ""))
    if not key[1]:
        return
    if key in world.messages.task_ids and not memory:
        raise RefusalError(42014, "this task_id was used before")
    world.messages.task_ids.add(key)


def _memory(body: Json) -> float:
    """Seconds for which the same words are swallowed; 0 without enable_duplicate_check."""
    if integer(body, "enable_duplicate_check", 0, most=1) == 0:
        return 0
    return integer(body, "duplicate_check_interval", REMEMBERED_FOR, most=LONGEST_MEMORY)


def _is_repeated(world: World, key: tuple[int, str, str], memory: float) -> bool:
    last = world.messages.said_at.get(key)
    if last is not None and world.now() - last < memory:
        return True
    world.messages.said_at[key] = world.now()
    return False


def check_safety(body: Json, msgtype: str) -> None:
    """0 open, 1 confidential, 2 inside the corp (mpnews alone); some clients send it as text."""
    safe, trans = body.get("safe", 0), body.get("enable_id_trans", 0)
    if str(safe) not in ("0", "1", "2") or str(trans) not in ("0", "1"):
        raise RefusalError(40058, "safe is 0, 1 or 2, enable_id_trans 0 or 1")
    if msgtype == "news" and str(safe) == "1":
        raise RefusalError(40074)
    if str(safe) == "2" and msgtype != "mpnews":
        raise RefusalError(40058, "safe 2 is for mpnews")


def recall(world: World, call: Call) -> Json:
    """Within a day, by the app that sent it; again is no harm."""
    sent = world.messages.sent.get(text(call.body, "msgid", missing=40063))
    if sent is None:
        raise RefusalError(40058, "nobody has this msgid")
    receivers.own_agentid(call, sent.agentid)
    if world.now() - sent.at > RECALL_WITHIN:
        raise RefusalError(42052)
    if sent.recalled_at is None:
        sent.recalled_at = world.now()
        for row in sent.rows.values():
            row["recalled_at"] = sent.recalled_at
    return {}


def get_statistics(world: World, call: Call) -> Json:
    """Per app how many members were written to today (0) or yesterday (1), in Beijing's day."""
    days_ago = integer(call.body, "time_type", 0, most=1)
    wanted = (datetime.fromtimestamp(world.now(), CHINA) - timedelta(days=days_ago)).date()
    counts: Counter[int] = Counter()
    for sent in world.messages.sent.values():
        if datetime.fromtimestamp(sent.at, CHINA).date() == wanted:
            counts[sent.agentid] += len(sent.rows)
    rows = [
        {"agentid": agentid, "app_name": world.corp.app(agentid).name, "count": count}
        for agentid, count in counts.most_common()
    ]
    return {"statistics": rows}


PATHS: dict[str, Endpoint] = {
    "message/send": Endpoint("POST", send),
    "message/recall": Endpoint("POST", recall),
    "message/get_statistics": Endpoint("POST", get_statistics),
}
