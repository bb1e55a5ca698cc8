"""People who scan within one second, and the deliveries of their events: 1 to 4 each, in any order."""

from random import Random

from tests.bench.load import Volley, fire, spelt
from tests.callbacks.sealing import Post, event, seal


def messages(people: int) -> list[str]:
    """One add for each, all of the same sender and the same second."""
    return [
        event(
            UserID="lina",
            ExternalUserID=f"wmScan{number:026d}",
            WelcomeCode=f"SCAN{number:039d}",
            State="",
        )
        for number in range(people)
    ]


def deliveries(people: int, seed: int) -> list[str]:
    """Each message one to four times, shuffled."""
    chance = Random(seed)
    often = [message for message in messages(people) for _ in range(chance.randint(1, 4))]
    chance.shuffle(often)
    return often


def sealed(words: list[str]) -> list[Post]:
    """Each delivery in an envelope of its own."""
    return [seal(message, nonce=f"{number:010d}") for number, message in enumerate(words)]


def deliver(port: int, words: list[str]) -> Volley:
    """Post them all; what was answered."""
    requests = [spelt(post, Post.path) for post in sealed(words)]
    return fire(port, requests, connections=32, seconds=600)
