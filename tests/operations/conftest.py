"""Commands run inside the test's own process, against the test's own house."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

Run = Callable[..., Result]


@pytest.fixture
def app(house: None) -> Flask:
    from wsgi import create_app

    return create_app()


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `flask WORDS…`."""
    return lambda *words: app.test_cli_runner().invoke(args=list(words))
