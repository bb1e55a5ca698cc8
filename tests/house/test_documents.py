"""What is written down is what is there."""

import re
from pathlib import Path

from app.config import Settings
from app.db import Base
from app.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def test_every_setting_is_documented_and_no_other():
    written = set(re.findall(r"^\| `([A-Z_]+)` \|", document("settings.md"), re.MULTILINE))
    assert written == {name.upper() for name in Settings.model_fields}


def test_every_noun_stands_in_the_glossary():
    assert METADATA.tables
    nouns = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert {noun for noun in nouns if f"`{noun}`" not in document("glossary.md")} == set()


def test_every_command_in_the_readme_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for readme in ("README.md", "README.zh-CN.md"):
        told = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / readme).read_text()))
        assert told and told <= targets, readme


def test_every_decision_says_what_and_why():
    decisions = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert decisions
    for decision in decisions:
        text = decision.read_text()
        assert text.startswith("# ") and "## Why" in text, decision.name
