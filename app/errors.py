"""What can go wrong in the house itself. WeCom's own errors are in bots/errors.py.

ScrmError
├ CallbackRejected   4xx to the sender, never recorded
├ Unprocessable      422, its words are meant for a person
└ NotYet             what it builds on has not arrived: temporary
"""


class ScrmError(Exception):
    """An error that we expected; `temporary` says whether trying again can help."""

    temporary = False


class CallbackRejected(ScrmError):
    """A callback that is not authentic or not readable; answered with `status`."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Unprocessable(ScrmError):
    """A request that is understood and refused; the message names the limit and the next step."""


class NotYet(ScrmError):
    """Something that another reaction brings is not there yet."""

    temporary = True
