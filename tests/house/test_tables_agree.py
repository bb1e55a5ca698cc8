"""The five tables that the house reads on agree with each other."""

from dataclasses import fields
from importlib import import_module

from app.events.table import EVENTS
from app.insight.words import COMMANDS as SPOKEN
from app.insight.words import EVENT_KINDS
from app.insight.words import EVENTS as SENTENCES
from app.queue import JOBS, LANES
from bots.commands import COMMANDS
from bots.rates import SHARES
from bots.speech import Trace
from callbacks.fields import READ
from callbacks.wire import MESSAGES, SPELT, WIRE
from jobs.lookups import LOOKUPS
from jobs.reactions import REACTIONS, name_of
from jobs.relay import AFTERWARDS
from jobs.schedule import SCHEDULE


def test_every_event_has_reactions_even_if_none():
    assert set(REACTIONS) == set(EVENTS.values())


def test_every_event_is_kept_under_its_own_name():
    assert all(name == kind.__name__ for name, kind in EVENTS.items())


ARRIVING = {*WIRE.values(), *MESSAGES.values()}


def test_whatever_arrives_can_be_kept():
    assert set(EVENTS.values()) >= ARRIVING


def test_every_kind_of_event_is_called_something_on_pages():
    assert set(EVENT_KINDS) == set(EVENTS)
    assert set(SENTENCES) <= set(EVENTS)


def test_every_command_is_called_something_on_pages():
    assert set(SPOKEN) == set(COMMANDS)


def test_every_field_of_an_arriving_event_has_wecoms_name_and_can_be_read():
    common = {"corp_id", "happened_at", "event_id"}
    for kind in ARRIVING:
        told = [field for field in fields(kind) if field.name not in common]
        assert {field.name for field in told} <= set(SPELT), kind
        assert all(field.type in READ for field in told), kind


def test_every_name_of_wecoms_is_a_field_of_something_that_arrives():
    assert set(SPELT) == {
        field.name for kind in ARRIVING for field in fields(kind) if field.name in SPELT
    }


def test_every_reaction_can_be_found_by_its_name():
    for reactions in REACTIONS.values():
        for reaction in reactions:
            module, _, name = name_of(reaction).rpartition(".")
            assert getattr(import_module(module), name) is reaction


def test_every_job_exists_and_has_a_lane_with_a_worker():
    for path, lane in JOBS.items():
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name))
        assert lane in LANES


def test_every_lane_may_call_wecom_from_its_own_process():
    assert set(SHARES) >= set(LANES)  # a worker's purpose is its lane; tests run jobs as a page


def test_every_line_of_the_timetable_has_one_rhythm_and_a_lane():
    for line in SCHEDULE:
        assert (line.every is None) != (line.at is None), line
        assert line.lane in LANES


def test_what_may_not_be_repeated_can_be_looked_up_or_says_why_not():
    once = {name for name, kind in COMMANDS.items() if not kind.repeatable}
    assert {name for name, kind in COMMANDS.items() if kind.looked_up_by} == once
    assert set(LOOKUPS) <= once


def test_a_trace_asks_and_compares_what_the_two_have():
    for kind in COMMANDS.values():
        trace = kind.looked_up_by
        if isinstance(trace, Trace):
            ours = {field.name for field in fields(kind)}
            assert {path.partition(".")[0] for path in trace.same.values()} <= ours, kind
            assert set(trace.ask.values()) <= ours, kind
            assert set(trace.ask) <= {field.name for field in fields(trace.question)}, kind


def test_what_follows_an_answer_follows_a_command():
    assert set(AFTERWARDS) <= set(COMMANDS)
