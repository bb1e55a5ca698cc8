"""Changing cards that members already have: message/update_template_card and passive replies."""

from bots.simulator.api.call import Call, child, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.messages import cards, codes, receivers
from bots.simulator.models import Json
from bots.simulator.world import World


def update_template_card(world: World, call: Call) -> Json:
    """A new text on the buttons, which ends the card, or a whole new card."""
    body = call.body
    agentid = receivers.own_agentid(call, body.get("agentid"))
    code = codes.peek(world, text(body, "response_code", missing=60140))
    sent = world.messages.sent[code.msgid]
    if sent.agentid != agentid:
        raise RefusalError(42015)
    card, words = child(body, "template_card"), _button_text(body)
    if not (card or words):
        raise RefusalError(40058, "button.replace_name or template_card")
    if card:
        cards.check(world, {**_task_of(sent.rows), **card})
    reached, missing = _reached(world, call, set(sent.rows))
    codes.spend(world, code.response_code)
    for userid in reached:
        change(world, sent.rows[userid], card, words)
    return {"invaliduser": missing}


def change(world: World, row: Json, card: Json, words: str) -> None:
    """One member's card. A replaced text leaves nothing to press."""
    row["updated_at"] = world.now()
    if card:
        row["template_card"] = {**_task_of({"": row}), **card}
    row["replaced_by"] = words or str(card.get("replace_text", ""))


def _button_text(body: Json) -> str:
    return text(child(body, "button"), "replace_name")


def _task_of(rows: dict[str, Json]) -> Json:
    """A new card keeps the task_id unless it brings one."""
    for row in rows.values():
        if "task_id" in row["template_card"]:
            return {"task_id": row["template_card"]["task_id"]}
    return {}


def _numbers(body: Json, name: str) -> list[str]:
    """Here ids are numbers in a list, where message/send joins them with |."""
    numbers = body.get(name) or []
    if not isinstance(numbers, list) or not all(isinstance(one, int) for one in numbers):
        raise RefusalError(40058, f"{name} must be a list of numbers")
    return [str(number) for number in numbers]


def _reached(world: World, call: Call, have: set[str]) -> tuple[list[str], list[str]]:
    """Of those named, who has the card; and the userids who have not."""
    body = call.body
    if integer(body, "atall", 0, most=1):
        return sorted(have), []
    users = strings(body, "userids")
    parties, tags = (_numbers(body, name) for name in ("partyids", "tagids"))
    if not (users or parties or tags):
        raise RefusalError(82001)
    found = receivers.found(world, call.app, receivers.Names(users, parties, tags))
    missing = [userid for userid in (name.lower() for name in users) if userid not in have]
    reached = [userid for userid in found.members if userid in have]
    if not reached:
        raise RefusalError(81013, invaliduser=missing)
    return reached, missing


PATHS: dict[str, Endpoint] = {
    "message/update_template_card": Endpoint("POST", update_template_card),
}
