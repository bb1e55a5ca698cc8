"""Marks: what finds a phone number or a visitor again without telling who they are."""

import hashlib
import hmac
import re
import secrets

from app.config import settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
CODE_LENGTH = 6
CODES = re.compile(rf"(?<![A-Z0-9])[{ALPHABET}]{{{CODE_LENGTH}}}(?![A-Z0-9])")
NUMBERS = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")


def mark(kind: str, text: str) -> str:
    """The same for the same text, in this house only."""
    return hmac.new(
        settings().key().encode(), f"{kind}:{text}".encode(), hashlib.sha256
    ).hexdigest()


def new_code() -> str:
    """What a visitor sends to the member."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def codes_in(text: str) -> list[str]:
    """Whatever looks like a code."""
    return CODES.findall(text.upper())


def numbers_in(text: str) -> list[str]:
    """Mobile numbers of the mainland, as eleven digits."""
    return ["".join(parts) for parts in NUMBERS.findall(text)]


def mobile(text: str) -> str:
    """The one number that was typed, as eleven digits; empty when it is none."""
    found = NUMBERS.fullmatch(text.strip())
    return "".join(found.groups()) if found else ""
