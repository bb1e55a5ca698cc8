"""WeCom's limits as a sentence for whoever has given too much, in the unit that WeCom counts in."""

from app.sentences import Sentence
from bots.limits import LimitExceeded


def over_limit(error: LimitExceeded) -> Sentence:
    """How much WeCom takes. The field stands beside it on the page, or else in the error."""
    if error.unit == "characters":
        return Sentence("企业微信限制最多 %(limit)s 个字。", {"limit": error.limit})
    if error.unit == "bytes":
        return Sentence("企业微信限制最多 %(limit)s 字节。", {"limit": error.limit})
    if error.unit == "seconds":
        return Sentence("企业微信限制最多 %(limit)s 秒。", {"limit": error.limit})
    if error.unit == "fen":
        return Sentence("企业微信限制最多 %(limit)s 分钱。", {"limit": error.limit})
    return Sentence("企业微信限制最多 %(limit)s 个。", {"limit": error.limit})
