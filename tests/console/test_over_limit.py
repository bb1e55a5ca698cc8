"""Who has given too much reads WeCom's limit in their own language and in its own unit."""

import pytest

from app.console.language import english
from app.console.over_limit import over_limit
from app.sentences import Reader, in_words
from bots.limits import LimitExceeded, Unit

KEPT = {message.id: str(message.string) for message in english() if message.id}


@pytest.mark.parametrize(
    ("unit", "chinese", "english"),
    [
        ("characters", "最多 30 个字", "30 characters"),
        ("bytes", "最多 30 字节", "30 bytes"),
        ("items", "最多 30 个。", "30 ("),
        ("seconds", "最多 30 秒", "30 seconds"),
        ("fen", "最多 30 分钱", "30 fen"),
    ],
)
def test_a_limit_is_named_in_both_languages(unit: Unit, chinese: str, english: str) -> None:
    sentence = over_limit(LimitExceeded("field", 30, unit, 92117))
    assert chinese in str(sentence)
    assert english in in_words(sentence, Reader(KEPT.__getitem__, str))
