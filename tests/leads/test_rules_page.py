"""Ops change the rules without JSON, see what would happen, and lose nothing that they typed."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.contacts.models import CorpTag, TagGroup
from app.db import reading, transaction
from app.leads.models import Qualification, Score
from app.leads.reactions import consider_lead
from app.leads.sync import mirror_lead
from tests.conftest import CORP
from tests.leads.conftest import the_lead
from tests.leads.making import EXPO, add, make_lead


def versions() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Qualification.version).order_by(Qualification.version)))


def newest_rules() -> list[dict[str, Any]]:
    with reading() as session:
        newest = select(Qualification.rules).order_by(Qualification.version.desc()).limit(1)
        return list(session.scalars(newest).one())


def typed(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """A form with one keyword rule."""
    return {
        "act": "save",
        "after": "1",
        "threshold": "50",
        "row": ["0"],
        "kind-0": "keyword",
        "label-0": "问价",
        "points-0": "50",
        "words-0": "多少钱、价格",
        **changes,
    }


def test_a_corp_without_rules_is_offered_some_and_saves_version_1(client) -> None:
    page = client.get("/leads/rules").text
    assert "还没有生效的规则" in page
    assert "多少钱" in page
    assert client.post("/leads/rules", data=typed(after="0")).status_code == 302
    assert versions() == [1]


def test_saving_makes_a_new_version_and_has_everybody_judged_again(client, furnished) -> None:
    make_lead()
    consider_lead(add("wmcold", name="路人"))
    assert client.post("/leads/rules", data=typed()).status_code == 302
    assert versions() == [1, 2]
    with reading() as session:
        waiting = list(
            session.scalars(select(Score.id).where(Score.mirrored_version < Score.version))
        )
        assert len(waiting) == 2
    for score_id in waiting:
        mirror_lead(score_id)
    assert (the_lead().score, len(the_lead().contributions)) == (50, 1)
    with reading() as session:
        assert not session.query(Score).filter(Score.mirrored_version < Score.version).count()


def test_saving_what_is_in_force_already_changes_nothing(client, furnished) -> None:
    client.post("/leads/rules", data=typed())
    answer = client.post("/leads/rules", data=typed(after="2"), follow_redirects=True)
    assert "没有改动" in answer.text
    assert versions() == [1, 2]


def test_two_editors_do_not_overwrite_each_other(client, furnished) -> None:
    client.post("/leads/rules", data=typed())
    answer = client.post("/leads/rules", data=typed(threshold="77"))
    assert answer.status_code == 422
    assert "刚被别人改过" in answer.text
    assert 'value="77"' in answer.text
    assert versions() == [1, 2]


def test_every_kind_of_rule_can_be_written_and_read_back(client, furnished) -> None:
    with transaction() as session:
        session.add(TagGroup(corp_id=CORP, group_id="g", name="意向"))
        session.add(CorpTag(corp_id=CORP, tag_id="t1", group_id="g", name="高意向"))
    lines: dict[str, str | list[str]] = {
        "row": ["0", "1", "2", "3", "4", "5"],
        "kind-1": "replied",
        "label-1": "快",
        "points-1": "+20",
        "within_hours-1": "24",
        "kind-2": "messages",
        "label-2": "多",
        "points-2": "5",
        "at_least-2": "4",
        "kind-3": "channel",
        "label-3": "展会",
        "points-3": "9",
        "states-3": [EXPO],
        "kind-4": "tag",
        "label-4": "高",
        "points-4": "9",
        "tag_ids-4": ["t1"],
        "kind-5": "lost",
        "label-5": "走",
        "points-5": "-40",
    }
    assert client.post("/leads/rules", data=typed(**lines)).status_code == 302
    assert newest_rules()[0]["words"] == ["多少钱", "价格"]
    assert newest_rules()[1:] == [
        {"kind": "replied", "label": "快", "points": 20, "within_hours": 24},
        {"kind": "messages", "label": "多", "points": 5, "at_least": 4},
        {"kind": "channel", "label": "展会", "points": 9, "states": [EXPO]},
        {"kind": "tag", "label": "高", "points": 9, "tag_ids": ["t1"]},
        {"kind": "lost", "label": "走", "points": -40},
    ]
    page = client.get("/leads/rules").text
    assert len(re.findall(r"checked", page)) == 2


def test_adding_and_removing_a_line_keeps_what_was_typed(client, furnished) -> None:
    sent = typed(act="add", new_kind="messages", **{"label-0": "半句话", "points-0": "abc"})
    page = client.post("/leads/rules", data=sent).text
    assert 'value="半句话"' in page
    assert 'value="abc"' in page
    assert 'name="at_least-1"' in page
    removed = client.post("/leads/rules", data=typed(act="remove:0")).text
    assert 'name="label-0"' not in removed
    assert versions() == [1]


def test_the_preview_counts_and_writes_nothing(client, furnished) -> None:
    make_lead()
    consider_lead(add("wmcold", name="路人"))
    page = client.post("/leads/rules", data=typed(act="preview", threshold="51")).text
    assert "2 位客户中有 0 位达到门槛（现在是 1 位）" in page
    assert "门槛 41：1 位" in page
    assert versions() == [1]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"threshold": "0"}, "threshold", "1 到 1000"),
        ({"threshold": ""}, "threshold", "1 到 1000"),
        ({"points-0": "0"}, "points-0", "不能是 0"),
        ({"points-0": "101"}, "points-0", "-100 到 100"),
        ({"points-0": "１２"}, "points-0", ""),
        ({"label-0": ""}, "label-0", "1 到 20 个字"),
        ({"label-0": "长" * 21}, "label-0", "1 到 20 个字"),
        ({"words-0": " 、，"}, "words-0", "至少写一个关键词"),
        ({"words-0": "长" * 31}, "words-0", "不超过 30 个字"),
        ({"kind-0": "replied"}, "within_hours-0", "1 到 720"),
        ({"kind-0": "messages", "at_least-0": "-1"}, "at_least-0", "1 到 1000"),
    ],
)
def test_errors_stand_beside_their_field(client, furnished, changes, field, words) -> None:
    answer = client.post("/leads/rules", data=typed(**changes))
    if changes == {"points-0": "１２"}:  # full-width digits are digits to people
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error">[^<]*{words}', answer.text)
    assert versions() == [1]


def test_a_tag_rule_without_a_tag_and_twins_are_refused(client, furnished) -> None:
    twins = typed(row=["0", "1"], **{"kind-1": "tag", "label-1": "问价", "points-1": "5"})
    answer = client.post("/leads/rules", data=twins)
    assert answer.status_code == 422
    assert "名称不能重复" in answer.text
    assert "先到「标签规则」里建一个" in answer.text


@pytest.mark.parametrize("rows", [[], [str(number) for number in range(31)]])
def test_no_rule_and_too_many_are_refused(client, furnished, rows) -> None:
    lines = {f"kind-{row}": "lost" for row in rows}
    answer = client.post("/leads/rules", data=typed(row=rows, **lines))
    assert answer.status_code == 422
    assert versions() == [1]


def test_a_kind_that_does_not_exist_is_left_out(client, furnished) -> None:
    answer = client.post("/leads/rules", data=typed(**{"kind-0": "magic"}))
    assert answer.status_code == 422
    assert "至少要有一条规则" in answer.text
