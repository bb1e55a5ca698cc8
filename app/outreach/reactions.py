"""A new customer is welcomed: first of all reactions, and independent of every other."""

from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.outbox.say import decide_on
from app.outreach.greeting import greetings, with_name, written


def greet(event: FollowAdded) -> None:
    """Send the channel's welcome, else the default one, while the code lives.

    A code that is dead already is written down all the same: the relay marks it expired, so
    that the miss is seen. A welcome that has nothing left to send is parked with its reason.
    The welcome lane greets many at once, by the same parts (jobs/desk.py).
    """
    with reading() as session:
        found = greetings(session, [event])
    for greeting in map(with_name, found):
        row = written(greeting)
        with transaction() as session:
            decide_on(session, row)
