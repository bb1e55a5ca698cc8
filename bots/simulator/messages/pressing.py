"""What members do with template cards: press a button, or choose and submit."""

from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_staff
from bots.simulator.messages import events
from bots.simulator.messages.codes import new_code
from bots.simulator.models import Json
from bots.simulator.world import World

CARD, MENU = "template_card_event", "template_card_menu_event"


def press_card(world: World, args: Json) -> Json:
    """A member presses a button of a card, or an entry of its menu, by `key`."""
    row = _card_row(world, args)
    card, key = row["template_card"], str(args.get("key", ""))
    entries = {entry["key"] for entry in (card.get("action_menu") or {}).get("action_list", [])}
    if key in _buttons(card):
        return _call_back(world, row, CARD, key, _chosen(card, args, optional=True))
    if key in entries:
        return _call_back(world, row, MENU, key, {})
    raise MistakeError(f"the card has no button {key!r}", 409)


def choose(world: World, args: Json) -> Json:
    """A member marks options ({question_key: id or ids}) and submits."""
    row = _card_row(world, args)
    card = row["template_card"]
    chosen = _chosen(card, args, optional=False)
    key = card.get("submit_button", {}).get("key") or next(iter(chosen))
    return _call_back(world, row, CARD, key, chosen)


def spelling(world: World, args: Json) -> Json:
    """From now on SelectedItem holds OptionIds or, as one of Tencent's samples has it, OpitonIds."""
    wanted = args.get("option_ids")
    if wanted not in ("OptionIds", "OpitonIds"):
        raise MistakeError("option_ids is OptionIds or OpitonIds")
    world.messages.misspells_options = wanted == "OpitonIds"
    return {"option_ids": wanted}


def _call_back(world: World, row: Json, name: str, key: str, chosen: dict[str, list[str]]) -> Json:
    code = new_code(world, row["msgid"])
    pressed = {"at": world.now(), "key": key, "chosen": chosen, "response_code": code}
    row.setdefault("pressed", []).append(pressed)
    misspelt = world.messages.misspells_options
    fields = events.card_fields(row["template_card"], key, code, chosen, misspelt)
    world.courier.send(events.event(row["userid"], row["agentid"], name, fields))
    return {"userid": row["userid"], "msgid": row["msgid"], **pressed}


def _card_row(world: World, args: Json) -> Json:
    """The member's card by `msgid` or `task_id`, else the last one that he got."""
    userid = known_staff(world, args.get("userid")).userid
    for row in reversed(world.app_messages):
        if row["userid"] != userid or "template_card" not in row:
            continue
        task_id = row["template_card"].get("task_id")
        named = args.get("msgid", row["msgid"]), args.get("task_id", task_id)
        if named == (row["msgid"], task_id):
            break
    else:
        raise MistakeError(f"{userid} has no such card", 404)
    if row.get("recalled_at") or row.get("replaced_by"):
        raise MistakeError("there is nothing left to press on this card", 409)
    return row


def _buttons(card: Json) -> set[str]:
    """Those that call back; others lead to a page."""
    if card["card_type"] != "button_interaction":  # other kinds do not show such a list
        return set()
    return {button["key"] for button in card["button_list"] if button.get("type", 0) == 0}


def _questions(card: Json) -> list[Json]:
    boxes = {
        "vote_interaction": [card.get("checkbox")],
        "multiple_interaction": card.get("select_list", []),
        "button_interaction": [card.get("button_selection")],
    }
    return [box for box in boxes.get(card["card_type"], []) if box]


def _chosen(card: Json, args: Json, *, optional: bool) -> dict[str, list[str]]:
    """The choice checked against the card: known questions, known options, one where one may be."""
    wish = args.get("choices") or {}
    if not isinstance(wish, dict) or not (wish or optional):
        raise MistakeError("choices is {question_key: id or ids}")
    questions = {box["question_key"]: box for box in _questions(card)}
    chosen = {}
    for question, wanted in wish.items():
        ids = wanted if isinstance(wanted, list) else [wanted]
        box = questions.get(question, {})
        known = [option["id"] for option in box.get("option_list", []) if not option.get("disable")]
        if (
            not ids
            or any(one not in known for one in ids)
            or (len(ids) > 1 and box.get("mode") != 1)
        ):
            raise MistakeError(f"{question} does not offer {ids}", 409)
        chosen[question] = ids
    return chosen
