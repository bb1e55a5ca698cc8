"""What a person may choose for a code: departments, one member for ever, SOPs, folders."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.db import reading, transaction
from app.sop.enrolling import open_sops
from app.sop.models import Sop, SopVersion
from tests.acquisition.ops import ADD, GOOD, STATE, UPDATE, ops_client, page_of, ways
from tests.acquisition.scripted import Script
from tests.conftest import CORP


@pytest.fixture
def client(wecom: Script) -> FlaskClient:
    return ops_client(wecom)


def sop(name: str, states: list[str]) -> int:
    with transaction() as session:
        made = Sop(corp_id=CORP, name=name, states=states, version=1, is_active=True)
        session.add(SopVersion(corp_id=CORP, sop=made, number=1))
        session.flush()
        return made.id


def names_for(state: str) -> list[str]:
    with reading() as session:
        taking = [one.sop_id for one in open_sops(session, CORP) if one.takes(state)]
        return [session.get_one(Sop, sop_id).name for sop_id in taking]


def test_departments_stand_beside_members(client: FlaskClient, wecom: Script):
    client.post("/codes/new", data=GOOD | {"parties": ["2"]})
    assert wecom.bodies(ADD)[0]["party"] == [2]
    (way,) = ways()
    assert "销售部" in page_of(client.get(f"/codes/{way.id}"))
    client.post(f"/codes/{way.id}/edit", data=GOOD)
    assert wecom.bodies(UPDATE)[0]["party"] == []  # whole, or WeCom would keep the department


def test_a_department_alone_is_enough_and_a_strange_one_is_refused(client: FlaskClient):
    page = page_of(client.post("/codes/new", data=GOOD | {"userids": [], "parties": ["99"]}))
    assert "有部门已被删除" in page
    sent: dict[str, Any] = GOOD | {"userids": [], "parties": ["2"]}
    assert client.post("/codes/new", data=sent).status_code == 302
    assert "销售部" in page_of(client.get(f"/codes/{ways()[0].id}"))


def test_exclusive_is_decided_once_for_wecom_takes_it_once(client: FlaskClient, wecom: Script):
    client.post("/codes/new", data=GOOD | {"is_exclusive": "1"})
    assert wecom.bodies(ADD)[0]["is_exclusive"] is True
    (way,) = ways()
    assert "创建后不能更改" in page_of(client.get(f"/codes/{way.id}/edit"))
    client.post(f"/codes/{way.id}/edit", data=GOOD | {"name": "新名字"})
    assert ways()[0].is_exclusive
    assert "is_exclusive" not in wecom.bodies(UPDATE)[0]


def test_a_code_leads_to_the_sops_that_were_ticked(client: FlaskClient):
    chosen = sop("展会跟进", ["lk-another"])
    sop("人人都有", [])
    page = page_of(client.get("/codes/new"))
    assert "展会跟进" in page
    assert "所有新客户都会进入：人人都有" in page
    client.post("/codes/new", data=GOOD | {"sop_ids": str(chosen)})
    assert names_for(STATE) == ["展会跟进", "人人都有"]
    (way,) = ways()
    client.post(f"/codes/{way.id}/edit", data=GOOD)
    assert names_for(STATE) == ["人人都有"]
    assert names_for("lk-another") == ["展会跟进", "人人都有"]


def test_the_last_channel_of_a_sop_cannot_be_unticked_unawares(client: FlaskClient):
    chosen = sop("展会跟进", ["lk-another"])
    client.post("/codes/new", data=GOOD | {"sop_ids": str(chosen)})
    with transaction() as session:
        session.get_one(Sop, chosen).states = [STATE]
    (way,) = ways()
    answer = client.post(f"/codes/{way.id}/edit", data=GOOD)
    assert answer.status_code == 422
    assert "只剩这一个渠道" in page_of(answer)
    assert names_for("lk-another") == []


def test_the_list_is_filtered_by_folder_and_tag_and_sorted(client: FlaskClient, wecom: Script):
    from app.acquisition.states import make

    for number, (name, folder, tag) in enumerate(
        [("乙店", "门店", "et1"), ("甲店", "门店", ""), ("丙展", "展会", "et1")]
    ):
        config = {**wecom.answers[ADD], "config_id": f"c{number}"}  # type: ignore[dict-item]
        wecom.answers[ADD] = config
        state = make(bytes([number + 1] * 16))
        sent: dict[str, Any] = {
            **GOOD,
            "state": state,
            "name": name,
            "folder": folder,
            "tag_ids": tag or [],
        }
        assert client.post("/codes/new", data=sent).status_code == 302

    def found(query: str) -> list[str]:
        page = page_of(client.get(f"/codes?{query}")).split("<tbody>")[-1]
        return sorted({"乙店", "甲店", "丙展"} & set(page.replace(">", "<").split("<")))

    assert found("folder=门店") == sorted(["乙店", "甲店"])
    assert found("tag_id=et1") == sorted(["乙店", "丙展"])
    assert found("folder=门店&tag_id=et1") == ["乙店"]
    page = page_of(client.get("/codes?order=oldest"))
    assert page.index(">乙店<") < page.index(">丙展<")
    assert "没有符合条件的活码" in page_of(client.get("/codes?folder=没有"))
