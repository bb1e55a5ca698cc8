"""What a form asks WeCom for when somebody presses its button: refused, it says why, and keeps all."""

import pytest

from bots.errors import advice
from tests.refusals.codes import START
from tests.refusals.errcodes import tried
from tests.refusals.kinds import Call
from tests.refusals.trial import WORDS, Trial, strikes
from tests.refusals.words import Templates

ASKED = {
    "department/list": ("/links/new", "departments"),
    "externalcontact/groupchat/list": ("/group-codes/new", "groups"),
}


@pytest.mark.parametrize("api", ASKED)
def test_a_refused_question_is_explained_and_nothing_typed_is_lost(in_shop, api):
    path, button = ASKED[api]
    with in_shop(at=START) as shop:
        trial = Trial(shop, Call(api, Templates(), lambda _shop, number: number))
        for errcode in tried(api):
            told = advice(errcode)
            for locale, step in (("zh", told.advice_zh), ("en", told.advice_en)):
                with trial.afresh():
                    trial.refuse(errcode, times=strikes(errcode))
                    page = trial.ops.sent(path, locale, name="春天", **{button: "1"})
                for word in (step, str(errcode), WORDS, 'value="春天"'):
                    assert word in page, (api, errcode, word)
