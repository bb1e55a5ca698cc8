"""Which groups a code fills now. Pure: the pool and its sizes in, chat_ids out."""

import re
from collections.abc import Collection, Mapping, Sequence

MOST = 5  # groups of one code, WeCom's limit
COMES_BACK = 0.9  # of `switch_at`: one who leaves must not call WeCom, and the next one again


def open_chats(
    pool: Sequence[str],
    sizes: Mapping[str, int],
    now_open: Collection[str],
    switch_at: int,
) -> list[str]:
    """The groups with room, in the pool's order; `sizes` knows the groups that stand.

    When none has room the last group stays: WeCom itself then opens the next, if it may.
    Empty when no group of the pool stands any more.
    """
    alive = [chat_id for chat_id in pool if chat_id in sizes]
    roomy = [
        chat_id
        for chat_id in alive
        if sizes[chat_id] < (switch_at if chat_id in now_open else switch_at * COMES_BACK)
    ]
    if not roomy:
        open_still = [chat_id for chat_id in alive if chat_id in now_open]
        return (open_still or alive)[-1:]
    return roomy[:MOST]


def is_full(chat_ids: Sequence[str], sizes: Mapping[str, int], switch_at: int) -> bool:
    """Whether every group that WeCom is told has as many people as it shall have."""
    return all(sizes.get(chat_id, switch_at) >= switch_at for chat_id in chat_ids)


def is_next_room(name: str, base_name: str) -> bool:
    """Whether a group is called as WeCom calls those that it opens by itself: base and number."""
    return bool(base_name) and re.fullmatch(re.escape(base_name) + r"\d+", name) is not None
