"""Files of archived messages, handed out in pieces of 512 KiB for three days (GetMediaData)."""

import re
from dataclasses import dataclass
from hashlib import md5

from bots.simulator.errors import RefusalError

PIECE = 512 * 1024
KEPT_FOR = 3 * 86400.0
INDEX = re.compile(r"Range:bytes=(\d{1,12})-(\d{1,12})")


@dataclass(frozen=True)
class Stored:
    """A pattern repeated up to `size`, so that a large file costs nothing."""

    pattern: bytes
    size: int
    at: float

    @property
    def md5sum(self) -> str:
        whole = self.slice(0, self.size)
        return md5(whole, usedforsecurity=False).hexdigest()

    def slice(self, start: int, stop: int) -> bytes:
        length = stop - start
        offset = start % len(self.pattern)
        times = (offset + length) // len(self.pattern) + 1
        return (self.pattern * times)[offset : offset + length]


class Shelf(dict[str, Stored]):
    """By sdkfileid."""

    def piece(self, sdkfileid: str, indexbuf: str, now: float) -> tuple[bytes, str]:
        """The piece that an index names, the first for "", and the next index ("" at the end)."""
        stored = self.get(sdkfileid)
        if stored is None:
            raise RefusalError(10005)
        if now - stored.at > KEPT_FOR:
            raise RefusalError(10010)
        start = _start(indexbuf)
        if start >= stored.size:
            raise RefusalError(10000, "indexbuf is behind the end of the file")
        stop = min(start + PIECE, stored.size)
        following = min(stop + PIECE, stored.size) - 1
        return stored.slice(start, stop), (
            f"Range:bytes={stop}-{following}" if stop < stored.size else ""
        )


def _start(indexbuf: str) -> int:
    if not indexbuf:
        return 0
    found = INDEX.fullmatch(indexbuf)
    if found is None or int(found[1]) % PIECE:
        raise RefusalError(10000, "indexbuf is not one of ours")
    return int(found[1])
