"""Cards in passive replies are XML in CamelCase; here they become what message/send takes."""

import re
from typing import Any

from bots.simulator.models import Json

# TABLE: names whose words WeCom joins in JSON and parts in XML
JOINED = {
    "key_name": "keyname",
    "app_id": "appid",
    "page_path": "pagepath",
    "user_id": "userid",
    "check_box": "checkbox",
}
LISTS = {
    "action_list",
    "horizontal_content_list",
    "vertical_content_list",
    "jump_list",
    "button_list",
    "option_list",
    "select_list",
}
NUMBERS = {"type", "style", "mode", "desc_color"}
FLAGS = {"disable", "is_checked"}


def card_of(fields: Json) -> Json:
    """A list is its element repeated, so that one entry looks like none: it is put back."""
    card: Json = {}
    for name, value in fields.items():
        small = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        small = JOINED.get(small, small)
        entries = value if isinstance(value, list) else [value]
        read = [_value(small, entry) for entry in entries]
        card[small] = read if small in LISTS else read[0]
    return card


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return card_of(value)
    text = str(value if value is not None else "")
    if name in NUMBERS and text.isdigit():
        return int(text)
    if name in FLAGS:
        return text.lower() in ("true", "1")
    return text
