"""What we can say and ask is what the simulated WeCom answers, and every errcode is known."""

import re

from bots.commands import COMMANDS
from bots.errors import ERRCODES
from bots.questions import QUESTIONS
from bots.rights import Right
from bots.simulator import apps, rights
from bots.simulator.api.table import API
from jobs.speaking import ALREADY_WELCOMED
from tests.house.test_files import FILES, ROOT, SHIPPED


def test_the_simulated_wecom_answers_every_path_that_we_use():
    used = {kind.path for kind in (*COMMANDS.values(), *QUESTIONS.values())}
    assert used | {"gettoken", "media/upload"} <= set(API)


def test_the_rights_that_we_name_are_those_that_the_simulated_wecom_wants():
    ours: dict[str, Right | None] = {
        apps.CUSTOMER: "客户联系",
        apps.ACQUISITION: "获客助手",
        apps.KF: "微信客服",
        apps.ARCHIVE: "会话内容存档",
        apps.CONTACTS: "通讯录",
        apps.CONTACTS_WRITE: "通讯录",
    }
    for kind in (*COMMANDS.values(), *QUESTIONS.values()):
        wanted = API[kind.path].right or rights.right_of(kind.path)
        assert {kind.right()} == {ours.get(right) for right in wanted.split("|")}, kind


def test_the_codes_that_code_looks_at_are_in_the_table():
    looked_at = re.compile(r"errcode\s*(?:==|!=|in)\s*\(?([\d,\s]+)")
    found = {ALREADY_WELCOMED}
    for path in FILES:
        if path.parts[len(ROOT.parts)] in SHIPPED and "simulator" not in path.parts:
            for numbers in looked_at.findall(path.read_text()):
                found |= {int(number) for number in re.findall(r"\d{5}", numbers)}
    assert found <= set(ERRCODES)


ONLY_DOORS = {"bots/transport.py", "bots/deadline.py", "bots/egress.py"}


def test_nothing_that_ships_goes_out_but_through_the_client_and_the_egress():
    outward = re.compile(
        r"^(?:from|import) (?:requests|urllib3|http\.client|urllib\.request)\b", re.M
    )
    found = {
        str(path.relative_to(ROOT))
        for path in FILES
        if path.parts[len(ROOT.parts)] in SHIPPED
        and not {"simulator", "demo"} & set(path.parts)
        and outward.search(path.read_text())
    }
    assert found == ONLY_DOORS
