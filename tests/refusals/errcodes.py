"""TABLE: which errcodes each API is tried with; CI takes one of each class, `make refusals` all."""

import os

from bots.errcodes import KNOWN

# What any call may be answered: busy, token, rate, rights, visible range, address, parameters.
ANY = (-1, 6000, 40001, 40014, 41001, 42001, 45009, 45033, 45035, 48001, 48002, 48004, 50003,
       60011, 60020, 81012, 301002, 301042, 40035, 40058, 40063, 43004, 44004)  # fmt: skip
# What the official pages of an API name: 92228, 97297 and 97375, 92229, 92366, 90253.
OWN = {
    "contact_way": (40003, 40096, 40098, 41041, 41042, 41044, 41045, 41054, 60111, 60123, 84061,
                    84084, 84074),
    "customer_acquisition": (40003, 40066, 40098, 41054, 41095, 41098, 60111, 60123, 84074, 84157,
                             610016),
    "join_way": (40003, 40050, 41044, 41045, 41091, 49008, 84074, 90501, 90507),
    "group_welcome_template": (40007, 40037, 41055, 41058, 45002, 84074, 93008),
    "media/upload": (40004, 40005, 40006, 40009, 40123, 44001, 45001),
    "send_welcome_msg": (40007, 41049, 41050, 41051, 41053, 41096, 45002, 84061, 84084),
}  # fmt: skip
IS_WHOLE = os.environ.get("REFUSALS") == "all"


def errcodes_of(api: str) -> list[int]:
    """Every errcode that this API is tried with."""
    own = next((codes for name, codes in OWN.items() if name in api), ())
    return list(dict.fromkeys((*own, *ANY)))


def tried(api: str) -> list[int]:
    """All of them, or one of each class: the first of its own, else the first of any's."""
    return errcodes_of(api) if IS_WHOLE else one_of_each(api)


def one_of_each(api: str) -> list[int]:
    """One errcode of each class."""
    return list({class_of(code): code for code in reversed(errcodes_of(api))}.values())


def class_of(errcode: int) -> tuple[str, str]:
    """What we make of a code, and whether it stops one row, all of them, or is no such matter."""
    known = KNOWN[errcode]
    return known.kind, "all" if known.stops in ("app", "api") else known.stops
