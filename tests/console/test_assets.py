"""Front-end packages are brought in once per lock, and a failure says what to do."""

from pathlib import Path

import pytest

from app.console import assets
from app.console.icons import ICONS

TWO_SHAPES = (
    '<svg\n xmlns="x"\n>\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
    '  <path d="M1 1h1" />\n  <circle cx="3" cy="3" r="1" />\n</svg>'
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose packages are there as soon as npm runs."""
    (tmp_path / "package-lock.json").write_text("{}")
    installs = tmp_path / "installs"
    installs.write_text("")

    def install(root: Path, npm_path: str) -> None:
        installs.write_text(installs.read_text() + "x")
        modules = root / "node_modules"
        icons = modules / "@tabler" / "icons" / "icons" / "outline"
        icons.mkdir(parents=True, exist_ok=True)
        for name in ICONS:
            (icons / f"{name}.svg").write_text(TWO_SHAPES)
        for source in assets.COPIES:
            (modules / source).parent.mkdir(parents=True, exist_ok=True)
            (modules / source).write_text(source)

    monkeypatch.setattr(assets, "install", install)
    monkeypatch.setattr(assets, "npm", lambda: "npm")
    return tmp_path


def installs(root: Path) -> int:
    return len((root / "installs").read_text())


def test_the_second_run_does_nothing(root: Path):
    vendor = root / "vendor"
    assert assets.bring(root, vendor) is True
    assert assets.bring(root, vendor) is False
    assert installs(root) == 1
    assert (vendor / "htmx.min.js").read_text() == "htmx.org/dist/htmx.min.js"


def test_a_new_lock_brings_them_in_again(root: Path):
    assets.bring(root, root / "vendor")
    (root / "package-lock.json").write_text('{"new": true}')
    assert assets.bring(root, root / "vendor") is True
    assert installs(root) == 2


def test_the_sprite_has_each_icon_without_its_empty_box(root: Path):
    assets.bring(root, root / "vendor")
    sprite = (root / "vendor" / "icons.svg").read_text()
    assert sprite.count("<symbol ") == len(ICONS)
    assert sprite.count("<path ") == sprite.count("<circle ") == len(ICONS)
    assert "M0 0h24v24H0z" not in sprite


def test_a_failure_leaves_no_stamp(root: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(root: Path, npm_path: str) -> None:
        raise assets.AssetsMissing("no network")

    monkeypatch.setattr(assets, "install", fail)
    with pytest.raises(assets.AssetsMissing):
        assets.bring(root, root / "vendor")
    assert not (root / "vendor" / ".stamp").exists()


def test_a_command_that_fails_says_its_last_words(tmp_path: Path):
    with pytest.raises(assets.AssetsMissing, match="no such package"):
        assets.run(["sh", "-c", "echo no such package >&2; exit 3"], cwd=tmp_path)


def test_the_lock_names_no_address():
    lock = (assets.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= len(assets.COPIES)
