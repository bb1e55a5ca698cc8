"""Phone numbers: what somebody typed becomes one spelling (E.164), or a reason why not. Pure."""

import re
import unicodedata
from dataclasses import dataclass

REGION = "CN"
CHINA = "+86"
LEAST, MOST = 7, 15  # digits
MOBILE = 11  # digits, in China
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
BETWEEN = re.compile(r"[\s\-().·/]+")


@dataclass(frozen=True)
class Number:
    """`phone` in E.164, or empty with `why`: a key of words.WHY."""

    phone: str
    why: str = ""


def read_number(typed: str) -> Number:
    """The number of a mobile phone, from whatever a person or a spreadsheet wrote."""
    plain = unicodedata.normalize("NFKC", typed).strip().lstrip("'")
    if not plain:
        return Number("", "empty")
    if SCIENTIFIC.fullmatch(plain):
        return Number("", "scientific")
    digits = BETWEEN.sub("", plain.removesuffix(".0"))
    if not re.fullmatch(r"\+?\d+", digits):
        return Number("", "letters")
    count = len(digits.removeprefix("+"))
    if count < LEAST or count > MOST:
        return Number("", "short" if count < LEAST else "long")
    return _judged(digits)


def _judged(digits: str) -> Number:
    import phonenumbers as library  # noqa: PLC0415  heavy, and only an import needs it

    is_bare_china = re.fullmatch(r"(00)?86(1\d{10})", digits)
    try:
        parsed = library.parse(f"{CHINA}{is_bare_china[2]}" if is_bare_china else digits, REGION)
    except library.NumberParseException:
        return Number("", "invalid")
    if not library.is_valid_number(parsed):
        return Number("", _why_invalid(digits))
    kind = library.PhoneNumberType
    if library.number_type(parsed) not in (kind.MOBILE, kind.FIXED_LINE_OR_MOBILE):
        return Number("", "landline")
    return Number(library.format_number(parsed, library.PhoneNumberFormat.E164))


def _why_invalid(digits: str) -> str:
    """A Chinese mobile number has eleven digits: whoever left one out is told so."""
    if not digits.startswith("1") or len(digits) == MOBILE:
        return "invalid"
    return "short" if len(digits) < MOBILE else "long"


def local(phone: str) -> str:
    """As a member types it into WeCom's search: Chinese numbers without their country."""
    return phone.removeprefix(CHINA)


def masked(phone: str) -> str:
    """138****1234: enough to talk about, too little to call."""
    short = local(phone)
    if len(short) < LEAST:
        return "*" * len(short)
    return f"{short[:3]}****{short[-4:]}"


def hidden(typed: str) -> str:
    """Whatever was typed, its digits hidden but for the first three and the last two."""
    places = [place for place, sign in enumerate(typed) if sign.isdigit()]
    shown = {*places[:3], *places[-2:]} if len(places) > 5 else set()
    return "".join(
        "*" if sign.isdigit() and place not in shown else sign for place, sign in enumerate(typed)
    )
