"""Which column of somebody's table is what: by its head, and by what stands in it. Pure."""

from collections.abc import Sequence

from app.acquisition.phones.numbers import read_number

LOOKED_AT = 50  # rows
HEADS = {
    "phone": ("手机", "电话", "联系方式", "号码", "phone", "mobile", "tel"),
    "name": ("姓名", "名字", "称呼", "客户", "联系人", "name"),
    "note": ("备注", "说明", "note", "remark", "comment"),
    "source": ("来源", "渠道", "source", "channel"),
}


def has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: no number in it, though one stands below."""
    return bool(rows) and not any(read_number(cell).phone for cell in rows[0]) and len(rows) > 1


def guess(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Column → place; `phone` is always among them."""
    head = [cell.strip().lower() for cell in rows[0]] if has_head(rows) else []
    found = {"phone": phone_column(rows)}
    for name in ("name", "note", "source"):
        place = _called(head, HEADS[name], taken=set(found.values()))
        if place is not None:
            found[name] = place
    if not head and "name" not in found:
        others = [place for place in range(width(rows)) if place != found["phone"]]
        found |= dict(zip(("name", "note", "source"), others, strict=False))
    return found


def phone_column(rows: Sequence[Sequence[str]]) -> int:
    """Where most numbers stand; where there is none, the column that is called so."""
    counts = [0] * max(1, width(rows))
    for row in rows[:LOOKED_AT]:
        for place, cell in enumerate(row):
            counts[place] += bool(read_number(cell).phone)
    if max(counts):
        return counts.index(max(counts))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    return _called(head, HEADS["phone"], taken=set()) or 0


def width(rows: Sequence[Sequence[str]]) -> int:
    """How many columns there are."""
    return max(map(len, rows), default=0)


def _called(head: Sequence[str], words: Sequence[str], taken: set[int]) -> int | None:
    named = (
        place
        for place, cell in enumerate(head)
        if place not in taken and any(word in cell for word in words)
    )
    return next(named, None)
