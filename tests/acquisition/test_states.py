"""States: short enough for WeCom, unguessable, and a slip of the finger is seen."""

from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.states import ALPHABET, LENGTH, make
from app.acquisition.states import check as is_ours

secrets = st.binary(min_size=16, max_size=16)


@given(secrets)
def test_what_we_make_is_ours_and_fits_into_wecoms_thirty_characters(secret):
    assert is_ours(make(secret))
    assert len(make(secret)) == LENGTH <= 30


@given(secrets, st.integers(2, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_seen(secret, place, letter):
    state = make(secret)
    slipped = state[:place] + letter + state[place + 1 :]
    assert is_ours(slipped) == (slipped == state)


@given(secrets, st.integers(2, LENGTH - 3))
def test_two_exchanged_characters_are_seen(secret, place):
    state = make(secret)
    slipped = state[:place] + state[place + 1] + state[place] + state[place + 2 :]
    assert is_ours(slipped) == (slipped == state)


@given(st.text(max_size=30))
def test_any_text_may_be_asked_about(text):
    assert is_ours(text) in (True, False)


def test_other_peoples_states_are_not_ours():
    for state in ("", "lk", "expo-gate-3", "LK" + make(bytes(16))[2:], make(bytes(16)) + "2"):
        assert not is_ours(state)


def test_different_secrets_make_different_states():
    assert len({make(number.to_bytes(16)) for number in range(2000)}) == 2000
