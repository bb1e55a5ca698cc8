"""Cards and group talks of the example corp's app."""

from tests.simulator.examples import Example


def cards(example: Example) -> None:
    """A card with a button that a member has pressed."""


def talks(example: Example) -> None:
    """A group talk that the app has made."""
    example.made(
        "appchat/create",
        name="战报",
        owner="wangguwen",
        userlist=["wangguwen", "lina"],
        chatid="C1",
    )
