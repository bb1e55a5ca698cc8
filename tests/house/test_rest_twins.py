"""What a page changes, a program changes too: docs/rest.md says by which operation, or why not."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.api.shell import description

SLICES = ("app.acquisition.", "app.outreach.", "app.attribution.")
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
TABLE = Path(__file__).resolve().parents[2] / "docs" / "rest.md"
ROW = re.compile(r"^\| `([A-Z]+ /[^`]*)` \|(.*?)\|(.*?)\|$", re.MULTILINE)
OPERATION = re.compile(r"`([A-Z]+ /api/[^`]+)`")


@pytest.fixture
def app(house: None) -> Flask:
    from wsgi import create_app

    return create_app()


def rows() -> dict[str, tuple[str, str]]:
    """Page → (what stands in the column of operations, what stands in the last)."""
    return {
        page: (twin.strip(), words.strip()) for page, twin, words in ROW.findall(TABLE.read_text())
    }


def pages(app: Flask) -> set[str]:
    """Every page of the slices, with its method."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].__module__.startswith(SLICES)
        and not rule.rule.startswith("/api/")
        for method in rule.methods or ()
    }


def operations(app: Flask) -> set[str]:
    """Every operation that the API describes."""
    paths = description(app)["paths"]
    return {f"{method.upper()} {path}" for path, known in paths.items() for method in known}


def test_every_page_that_writes_has_its_operation_or_a_reason(app: Flask) -> None:
    written = rows()
    writes = {page for page in pages(app) if page.split()[0] in WRITES}
    assert len(writes) > 40
    assert writes - set(written) == set(), "no row in docs/rest.md"
    untold = {page for page, (twin, words) in written.items() if not (twin or words)}
    assert untold == set(), "neither an operation nor a reason"


def test_the_table_names_only_what_is_there(app: Flask) -> None:
    written = rows()
    assert set(written) - pages(app) == set(), "no such page"
    named = {one for cells in written.values() for cell in cells for one in OPERATION.findall(cell)}
    assert named - operations(app) == set(), "no such operation"


def test_a_twin_of_a_write_is_a_write(app: Flask) -> None:
    for page, (twin, _words) in rows().items():
        for one in OPERATION.findall(twin):
            assert (page.split()[0] in WRITES) == (one.split()[0] in WRITES), page
