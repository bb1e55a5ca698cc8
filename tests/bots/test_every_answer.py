"""The short version of `make errcodes`: no answer is silent, misread, or asked for too often."""

import pytest

from bots import errors, transport
from bots.errors import Refused
from tests.bots.cases import QUICK, SLOW, coded, one_of_each_kind, silences
from tests.bots.errcodes import EVERYTHING, benches, judge, tries


def test_every_command_and_question_meets_every_kind_of_answer():
    assert judge(tries(each=5), 4) == []


@pytest.mark.parametrize("case", silences(SLOW), ids=lambda case: case.name)
def test_a_slow_answer_ends_with_its_time_out(case):
    with benches(1) as (bench,):
        assert bench.complaints(EVERYTHING[0], case) == []
        assert bench.complaints(EVERYTHING[0], case, at="gettoken") == []


def complaints(case, at="*"):
    with benches(1) as (bench,):
        return bench.complaints(EVERYTHING[0], case, at=at)


def test_the_judge_sees_a_code_of_the_wrong_class(monkeypatch):
    monkeypatch.setitem(errors.ERRCODES, 45009, Refused)
    (complaint,) = complaints(coded(45009))
    assert "Refused instead of Throttled" in complaint


def test_the_judge_hears_a_silence(monkeypatch):
    monkeypatch.setattr(transport, "failure_in", lambda answer, *, bare: None)
    (complaint,) = complaints(coded(48002))
    assert "SILENT" in complaint


def test_the_judge_counts_calls(monkeypatch):
    from bots.wecom import WeCom

    once = WeCom._send

    def thrice(self, *given):
        for _ in range(2):
            try:
                once(self, *given)
            except errors.Unauthorized:
                continue
        return once(self, *given)

    monkeypatch.setattr(WeCom, "_send", thrice)
    assert any("called" in complaint for complaint in complaints(coded(40014)))


def test_the_judge_sees_an_effect_that_is_denied(monkeypatch):
    monkeypatch.setattr(transport, "never_sent", lambda error: True)
    (complaint,) = complaints(silences([fault for fault in QUICK if fault[1].__name__ == "cut"])[0])
    assert "reached is False" in complaint


def test_the_thinned_set_still_has_everybody_and_every_kind():
    todo = tries(each=5)
    assert {kind for kind, _, _ in todo} == set(EVERYTHING)
    assert {at for _, _, at in todo} == {"*", "gettoken"}
    kinds = {case.error for case in one_of_each_kind()}
    assert kinds == {*errors.KINDS.values(), None}
