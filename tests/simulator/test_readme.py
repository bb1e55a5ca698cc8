"""The README and docs/simulator name every path, act, order and sight that there is."""

from pathlib import Path

import pytest

from bots.simulator.acts import ACTS
from bots.simulator.api.table import API
from bots.simulator.control.door import ORDERS, SIGHTS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "bots/simulator/README.md", *sorted((ROOT / "docs/simulator").glob("*.md"))]
README = "\n".join(page.read_text() for page in PAGES)


def test_every_path_act_order_and_sight_is_in_the_readme():
    named = {*API, *ACTS, *ORDERS, *SIGHTS}
    assert {name for name in named if name not in README} == set()


def test_every_test_that_the_readme_names_exists():
    cells = [line.rsplit("|", 2)[1] for line in README.splitlines() if "| test_" in line]
    names = {name.strip() for cell in cells for name in cell.split(",")}
    assert len(names) > 8
    here = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert names <= here


@pytest.mark.parametrize("path", sorted(API))
def test_every_path_wants_a_token_but_gettoken_and_robots(sim, path):
    sim.token = "nonsense"
    call = sim.ask if API[path].method == "GET" else sim.say
    others = {"gettoken": 40013, "webhook/send": 93000, "webhook/upload_media": 93000}
    assert call(path)["errcode"] == others.get(path, 40014)
