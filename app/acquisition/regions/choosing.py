"""Which stores a visitor is shown. Pure: stores and a city in, the order out."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """What a store says about where it is."""

    @property
    def region(self) -> str:
        """The region it belongs to."""

    @property
    def city(self) -> str:
        """The city it is in."""


S = TypeVar("S", bound=Placed)


def cities(stores: Sequence[Placed]) -> list[str]:
    """The cities to choose from, each once, in the order of the stores."""
    return list(dict.fromkeys(store.city for store in stores if store.city))


def nearest(stores: Sequence[S], city: str) -> list[S]:
    """The stores of the city; where there is none, those of its region; else all.

    Nothing here asks a map: near is what bears the same name.
    """
    asked = city.strip().removesuffix("市")
    if not asked:
        return list(stores)
    here = [store for store in stores if store.city.removesuffix("市") == asked]
    return here or [store for store in stores if asked in store.region] or list(stores)
