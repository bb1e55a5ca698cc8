"""The `state` of a channel: unguessable, readable, and tellable from a mistyped one. Pure."""

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
PRIME = len(ALPHABET)  # 31: a prime, so that every single slip changes the check character
PREFIX = "lk"
BODY = 16  # characters: 79 bits that nobody guesses
LENGTH = len(PREFIX) + BODY + 1  # of the 30 that WeCom takes


def make(secret: bytes) -> str:
    """The state that stands for `secret`, 16 random bytes."""
    number, body = int.from_bytes(secret), ""
    for _ in range(BODY):
        number, digit = divmod(number, PRIME)
        body += ALPHABET[digit]
    return PREFIX + body + _check_character(body)


def check(state: str) -> bool:
    """Whether `state` is one that `make` may have made."""
    body, last = state[len(PREFIX) : -1], state[-1:]
    shaped = state.startswith(PREFIX) and len(state) == LENGTH and set(body) <= set(ALPHABET)
    return shaped and last == _check_character(body)


def _check_character(body: str) -> str:
    # Weights that differ and stay below the prime catch every exchange of two characters too.
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, 1))
    return ALPHABET[total % PRIME]
