"""What was typed into the designer is kept, moved, checked and counted."""

from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from app.sop.drafts import MOST_STEPS, Draft, StepDraft, mistakes, read, revise

GOOD = StepDraft(title="问好", text="您好")
THREE = Draft("新客", steps=[replace(GOOD, title=name) for name in "ABC"])


@pytest.fixture(autouse=True)
def speaking():
    app = Flask("app")
    Babel(app)
    with app.app_context():
        yield


def titles(draft: Draft) -> str:
    return "".join(step.title for step in draft.steps)


@pytest.mark.parametrize(
    ("deed", "left"),
    [
        ("up:1", "BAC"),
        ("down:1", "ACB"),
        ("remove:0", "BC"),
        ("add", "ABC"),
        ("up:0", "ABC"),
        ("down:2", "ABC"),
        ("remove:9", "ABC"),
        ("remove:-1", "ABC"),
        ("up:x", "ABC"),
        ("look", "ABC"),
        ("", "ABC"),
    ],
)
def test_buttons_move_rows_and_lose_nothing(deed: str, left: str):
    assert titles(revise(THREE, deed)[0]) == left


def test_the_focus_follows_the_row_that_moved():
    assert revise(THREE, "up:2")[1] == "step-up-1"


def test_a_new_row_is_a_day_later_at_the_same_time():
    late = replace(THREE, steps=[StepDraft(day="3", at="18:00")])
    added = revise(late, "add")[0].steps[-1]
    assert (added.day, added.at) == ("4", "18:00")


def test_no_row_is_added_beyond_the_limit():
    full = replace(THREE, steps=[GOOD] * MOST_STEPS)
    assert len(revise(full, "add")[0].steps) == MOST_STEPS


def test_a_good_draft_has_no_mistakes():
    assert mistakes(THREE) == {}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"kind": "moment"}, "kind"),
        ({"kind": "group_message", "text": ""}, "text"),
        ({"text": "字" * 1334}, "text"),
        ({"text": "{客户昵称}" * 42}, "text"),
        ({"day": "-1"}, "day"),
        ({"day": "366"}, "day"),
        ({"day": "１"}, "day"),
        ({"at": "24:00"}, "at"),
        ({"at": "9:30"}, "at"),
        ({"at": ""}, "at"),
        ({"when": "after", "minutes": ""}, "minutes"),
        ({"when": "after", "minutes": "43201"}, "minutes"),
        ({"when": "after", "minutes": "1.5"}, "minutes"),
    ],
)
def test_a_mistake_stands_beside_its_field(wrong: dict[str, str], where: str):
    found = mistakes(replace(THREE, steps=[GOOD, replace(GOOD, **wrong)]))
    assert list(found) == [f"step-{where}-1"]


def test_minutes_do_not_need_a_time_of_day():
    step = replace(GOOD, when="after", minutes="0", day="", at="")
    assert mistakes(replace(THREE, steps=[step])) == {}


def test_a_sop_needs_a_name_and_a_step():
    assert set(mistakes(Draft(steps=[]))) == {"name", "steps"}
    assert set(mistakes(replace(THREE, name="长" * 41))) == {"name"}


def test_the_form_is_read_row_by_row_and_browsers_line_ends_are_ours():
    form = MultiDict({"name": " 新客 ", "step-kind-0": "task", "step-text-0": "一\r\n二 "})
    form.setlist("states", ["expo", "shop"])
    draft = read(form)
    assert (draft.name, draft.states, draft.ends_on_reply) == ("新客", ["expo", "shop"], False)
    assert [step.text for step in draft.steps] == ["一\n二"]
