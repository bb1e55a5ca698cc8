"""A group message whose answer was lost is found at WeCom, among those of other members."""

from datetime import timedelta

from sqlalchemy import select

from app.db import reading
from app.sop.models import Task
from tests.town import Town


def test_each_member_finds_their_own_and_nobody_asks_twice(town: Town):
    for state, key in (("lk-demo-shop", "a"), ("lk-demo-web", "b"), ("lk-demo-1111", "c")):
        town.scan(state, key=key)
    town.settle()
    cut = {"path": "externalcontact/add_msg_template", "when": "after", "times": 3}
    town.trouble(cut=cut)
    town.let_pass(timedelta(minutes=121))
    with reading() as session:
        tasks = session.scalars(select(Task).where(Task.kind == "group_message")).all()
    assert [(task.state, task.result) for task in tasks] == [("waiting", None)] * 3
    made = town.truth()["group_messages"]
    assert sorted(one["msgid"] for one in made) == sorted(task.msgid or "" for task in tasks)
    assert len(made) == 3
