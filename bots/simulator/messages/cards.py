"""Template cards (模板卡片): which fields each of the five kinds must have, and their limits."""

import re
from collections.abc import Callable, Collection

from bots.simulator.api.call import child, children, integer, octets, text
from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import Json
from bots.simulator.world import World

NOTICES = ("text_notice", "news_notice")
INTERACTIONS = ("button_interaction", "vote_interaction", "multiple_interaction")
TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")


def check(world: World, card: Json, kinds: Collection[str] = NOTICES + INTERACTIONS) -> None:
    """Refuse a card that WeCom would refuse; its first fault decides the errcode."""
    card_type = text(card, "card_type")
    if card_type not in kinds:
        raise RefusalError(42031, card_type)
    _task(card)
    _lines(world, card)
    _jumps(card)
    _action(card, wanted=card_type in NOTICES)
    for item in _several(card, "vertical_content_list", 0, 4, 42036):
        text(item, "title", missing=42033)
    OWN[card_type](card)


def answers(card: Json) -> bool:
    """Whether pressing something on it calls the app back."""
    return card["card_type"] in INTERACTIONS or bool(card.get("action_menu"))


def _task(card: Json) -> None:
    """The task_id, which a card that calls back must have."""
    menu = child(card, "action_menu")
    keys = [text(action, "key", missing=42039) for action in _menu_actions(menu)]
    if len(set(keys)) < len(keys):
        raise RefusalError(42051)
    if not (menu or card["card_type"] in INTERACTIONS or card.get("task_id")):
        return
    if not TASK_ID.fullmatch(text(card, "task_id")):
        raise RefusalError(42014, "task_id is up to 128 of letters, digits, _-@")


def _menu_actions(menu: Json) -> list[Json]:
    actions = children(menu, "action_list")
    if menu and not 1 <= len(actions) <= 10:
        raise RefusalError(40058, "action_list has 1 to 10 entries")
    for action in actions:
        text(action, "text", missing=42038)
    return actions


def _lines(world: World, card: Json) -> None:
    for line in _several(card, "horizontal_content_list", 0, 6, 42035):
        text(line, "keyname", missing=42027)
        kind = integer(line, "type", 0, most=3)
        if kind == 1:
            text(line, "url", missing=42028)
        elif kind == 2:
            check_media(world, text(line, "media_id", missing=42029))
        elif kind == 3 and present_staff(world, text(line, "userid", missing=42050)) is None:
            raise RefusalError(42050, "nobody has this userid")


def _jumps(card: Json) -> None:
    for jump in _several(card, "jump_list", 0, 3, 42042):
        text(jump, "title", missing=42033)
        _target(jump, integer(jump, "type", 0, most=2))


def _action(card: Json, *, wanted: bool) -> None:
    """Where a press on the card itself leads; notices must lead somewhere."""
    action = child(card, "card_action")
    kind = integer(action, "type", 0, most=2)
    if wanted and kind == 0:
        raise RefusalError(42045)
    _target(action, kind)


def _target(fields: Json, kind: int) -> None:
    if kind == 1:
        text(fields, "url", missing=42028)
    elif kind == 2:
        text(fields, "appid", missing=42030)


def _text_notice(card: Json) -> None:
    if not (text(child(card, "main_title"), "title") or text(card, "sub_title_text")):
        raise RefusalError(42033, "main_title.title or sub_title_text")


def _news_notice(card: Json) -> None:
    if not (text(child(card, "card_image"), "url") or child(card, "image_text_area")):
        raise RefusalError(42044, "or image_text_area")


def _button_interaction(card: Json) -> None:
    _title(card)
    buttons = children(card, "button_list")
    if not 1 <= len(buttons) <= 6:
        raise RefusalError(42038, "button_list has 1 to 6 entries")
    for button in buttons:
        text(button, "text", missing=42038)
        leads_to_page = integer(button, "type", 0, most=1) == 1
        text(button, "url" if leads_to_page else "key", missing=42028 if leads_to_page else 42039)
        octets(button, "key", 1024, errcode=42039)
    if card.get("button_selection"):
        _question(child(card, "button_selection"), 10)


def _vote_interaction(card: Json) -> None:
    _title(card)
    box = child(card, "checkbox")
    _question(box, 20)
    integer(box, "mode", 0, most=1)
    _submit(card)


def _multiple_interaction(card: Json) -> None:
    _title(card)
    for question in _several(card, "select_list", 1, 3, 42047):
        _question(question, 10)
    _submit(card)


def _title(card: Json) -> None:
    text(child(card, "main_title"), "title", missing=42033)


def _question(question: Json, most: int) -> None:
    text(question, "question_key", missing=42043)
    octets(question, "question_key", 1024, errcode=42043)
    for option in _several(question, "option_list", 1, most, 42037):
        text(option, "id", missing=42040)
        octets(option, "id", 128, errcode=42040)
        text(option, "text", missing=42041)


def _submit(card: Json) -> None:
    button = child(card, "submit_button")
    text(button, "text", missing=42049)
    text(button, "key", missing=42046)
    octets(button, "key", 1024, errcode=42046)


def _several(fields: Json, name: str, least: int, most: int, errcode: int) -> list[Json]:
    found = children(fields, name)
    if not least <= len(found) <= most:
        raise RefusalError(errcode, f"{name} has {least} to {most} entries")
    return found


# TABLE: card_type → what it alone must have
OWN: dict[str, Callable[[Json], None]] = {
    "text_notice": _text_notice,
    "news_notice": _news_notice,
    "button_interaction": _button_interaction,
    "vote_interaction": _vote_interaction,
    "multiple_interaction": _multiple_interaction,
}
