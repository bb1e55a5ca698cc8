"""The house with a small WeCom beside it."""

from collections.abc import Iterator

import pytest

from tests.contacts.wecom import SmallWeCom, running


@pytest.fixture
def wecom(house: None) -> Iterator[SmallWeCom]:
    """WeCom as this test sets it."""
    small = SmallWeCom()
    with running(small):
        yield small
