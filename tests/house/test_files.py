"""Every file is one idea: it says what it is for, it is short, and it keeps the few laws."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("app", "bots", "callbacks", "jobs")
OTHERS = {"process_bind_param", "process_result_value"}  # SQLAlchemy's names, not ours
BANNED = re.compile(
    r"\b(util|utils|common|helper|helpers|manager|handler|service|data|info|process)\b"
)
FILES = sorted(
    path
    for folder in (*SHIPPED, "tests", "migrations")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_file_says_what_it_is_for_and_is_short(path: Path):
    text = path.read_text()
    tree = ast.parse(text)
    if text.strip():
        assert ast.get_docstring(tree), "open with one sentence"
    is_history = path.parent.name == "versions"
    assert is_history or len(text.splitlines()) <= 300
    for function in functions(tree):
        assert function.end_lineno is not None
        long = function.end_lineno - function.lineno + 1
        assert is_history or long <= 40 or function.name == "test", f"{function.name}: {long} lines"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parts[len(ROOT.parts)] in SHIPPED], ids=short
)
def test_names_say_what_things_are(path: Path):
    tree = ast.parse(path.read_text())
    names = [path.stem] + [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in OTHERS
    ]
    words = " ".join(
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower() for name in names
    )
    assert BANNED.findall(words) == []


def lines_with(pattern: str, *, but: tuple[str, ...] = ()) -> list[str]:
    found = []
    for path in FILES:
        if path.parts[len(ROOT.parts)] in SHIPPED and short(path) not in but:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if re.search(pattern, line):
                    found.append(f"{short(path)}:{number}: {line.strip()}")
    return found


def test_nobody_commits_but_the_one_transaction():
    assert lines_with(r"\.(commit|begin)\(\)", but=("app/db.py", "app/demo/run.py")) == []


def test_nobody_asks_another_clock():
    clocks = r"datetime\.(now|utcnow|today)\(|\btime\.time\(|date\.today\("
    assert lines_with(clocks, but=("app/clock.py", "bots/simulator/clock.py")) == []


def test_nobody_catches_everything_but_the_job_runner():
    caught = lines_with(r"except (Base)?Exception\b|except:", but=("jobs/outcome.py",))
    assert [line for line in caught if "bots/simulator" not in line] == []


def test_settings_are_read_in_one_place():
    # the environment as such: what a child process inherits, and where programs are found
    allowed = (
        "app/config.py",
        "app/console/assets.py",
        "app/demo/run.py",
        "app/household.py",
        "app/metrics.py",
    )
    read = lines_with(r"os\.(environ|getenv)", but=allowed)
    assert [line for line in read if "bots/simulator" not in line] == []
