"""Exact substring search by 2-grams. Pure: what is indexed of a text, and what a query needs."""

import unicodedata


def folded(text: str) -> str:
    """Text as it is compared: full-width and half-width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(folded_text: str) -> list[str]:
    """What is indexed of a folded text: every pair of neighbours, and every single character."""
    return sorted({*folded_text, *pairs(folded_text)})


def needed(folded_query: str) -> list[str]:
    """What a text must have in its index to contain the query; only a look at it makes sure.

    A single character is asked for as such, since it has no neighbour.
    """
    return sorted(pairs(folded_query) or set(folded_query))


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters."""
    return {text[place : place + 2] for place in range(len(text) - 1)}


def pieces(text: str, query: str) -> list[tuple[str, bool]]:
    """The text cut at each occurrence of the query: (piece, is it the query)."""
    sought = folded(query)
    found: list[tuple[str, bool]] = []
    shadow, owners = shadow_of(text)
    start = 0
    while sought and (place := shadow.find(sought, owners.index(start) if start else 0)) >= 0:
        end = owners[place + len(sought) - 1] + 1
        found += [(text[start : owners[place]], False), (text[owners[place] : end], True)]
        start = end
        if start >= len(text):
            break
    found.append((text[start:], False))
    return [(piece, is_hit) for piece, is_hit in found if piece]


def shadow_of(text: str) -> tuple[str, list[int]]:
    """The text folded character by character, and for each place the character it came from."""
    parts = [folded(character) for character in text]
    owners = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), owners
