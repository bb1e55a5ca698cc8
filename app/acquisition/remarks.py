"""The remark (备注) that a channel gives to its customers. Pure."""

from datetime import datetime, tzinfo

MOST = 20  # characters, WeCom's limit
NAME, CHANNEL, DATE = "{name}", "{channel}", "{date}"
# A name must not be cut behind these: they only make sense with what followed them.
HALVES = "\u200d\ufe0f\ufe0e"


def remark(template: str, *, name: str, channel: str, added_at: datetime, zone: tzinfo) -> str:
    """The template with its words, at most MOST characters; `added_at` counts as the corp's day.

    Where it is too long the channel's name gives way first, but keeps half of the room; then the
    customer's name does.
    """
    day = f"{added_at.astimezone(zone):%y%m%d}"
    room = MOST - len(_filled(template, "", "", day))
    channel_room = max(room - len(name) * template.count(NAME), room // 2)
    channel = clipped(channel, _each(channel_room, template.count(CHANNEL)))
    name_room = room - len(channel) * template.count(CHANNEL)
    name = clipped(name, _each(name_room, template.count(NAME)))
    return clipped(_filled(template, name, channel, day), MOST)


def unknown_words(template: str) -> list[str]:
    """What stands in braces and means nothing to us."""
    parts = [part.split("}")[0] for part in template.split("{")[1:]]
    words = [f"{{{part}}}" for part in parts]
    return [word for word in words if word not in (NAME, CHANNEL, DATE)]


def clipped(text: str, most: int) -> str:
    """The first `most` characters, without half an emoji at the end."""
    return text if len(text) <= most else text[: max(0, most)].rstrip(HALVES + " ")


def _each(room: int, times: int) -> int:
    return max(0, room) // max(1, times)


def _filled(template: str, name: str, channel: str, day: str) -> str:
    """Fill in one pass, so that a name that spells {date} stays a name."""
    words = {NAME: name, CHANNEL: channel, DATE: day}
    filled, rest = "", template
    while rest:
        word = next((known for known in words if rest.startswith(known)), None)
        filled += words[word] if word else rest[0]
        rest = rest[len(word) if word else 1 :]
    return filled
