"""Ids, codes and choices that depend on the seed and on what they name, never on who asked first."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from string import ascii_letters, digits
from typing import TypeVar

T = TypeVar("T")
ALPHANUMERIC = ascii_letters + digits


class Seeded:
    """Hashes in place of a shared random stream, so that concurrent calls cannot disturb ids."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._seen: Counter[tuple[object, ...]] = Counter()

    def octets(self, length: int, *key: object) -> bytes:
        """The same `length` bytes for the same seed and key."""
        root = repr((self._seed, *key)).encode()
        blocks = (sha256(root + b"#%d" % n).digest() for n in range(-(-length // 32)))
        return b"".join(blocks)[:length]

    def letters(self, length: int, *key: object, alphabet: str = ALPHANUMERIC) -> str:
        return "".join(alphabet[octet % len(alphabet)] for octet in self.octets(length, *key))

    def number(self, below: int, *key: object) -> int:
        return int.from_bytes(self.octets(8, *key), "big") % below

    def pick(self, choices: Sequence[T], *key: object) -> T:
        return choices[self.number(len(choices), *key)]

    def nth(self, *key: object) -> int:
        """How often this key has been asked for before; makes equal requests get different ids."""
        self._seen[key] += 1
        return self._seen[key]

    def new_id(self, prefix: str, length: int, *key: object) -> str:
        """An id for the next thing described by `key`; hold the world's lock."""
        return prefix + self.letters(length - len(prefix), prefix, *key, self.nth(prefix, *key))
