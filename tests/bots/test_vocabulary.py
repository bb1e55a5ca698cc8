"""Every command and question against what Tencent has published about its API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bots.commands import COMMANDS, load
from bots.limits import LimitExceeded
from bots.questions import QUESTIONS
from bots.speech import Command, Speech
from tests.bots.spoken import example_of
from tests.simulator import samples
from tests.simulator.samples import Sample

EVERYTHING: dict[str, type[Speech]] = {**COMMANDS, **QUESTIONS}
BY_PATH = {kind.path: kind for kind in EVERYTHING.values()}

# Where the catalogue's method is that of one SDK, and others and the page say otherwise.
OTHER_METHOD = {
    "externalcontact/customer_acquisition/statistic": "POST",
    "externalcontact/customer_acquisition_quota": "GET",
    "externalcontact/get_moment_task_result": "GET",
}
# Samples that show together what excludes each other, or leave out what must be there.
INSTEAD: dict[str, dict[str, Any]] = {
    "externalcontact/add_contact_way": {"type": 2},
    "externalcontact/add_moment_task": {"attachments": [{"msgtype": "image"}]},
    "kf/send_msg": {"msgtype": "text"},
    "kf/send_msg_on_event": {"msgtype": "text"},
    "message/send": {"agentid": 1},
}
# In one SDK's sample of message/send: what third-party apps say, or nobody any more.
LEFT_OUT = {"interactive_taskcard", "selected_ticket_list", "template_msg"}


def test_every_record_stands_in_its_table_under_its_own_name_with_its_page():
    assert len(EVERYTHING) == len(COMMANDS) + len(QUESTIONS) == len(BY_PATH)
    for name, kind in EVERYTHING.items():
        assert kind.__name__ == name
        assert str(kind.page) in (kind.__doc__ or ""), name


@samples.here
def test_paths_methods_and_pages_are_those_of_the_catalogue():
    lines = (samples.PAYLOADS.parent / "api-catalog.tsv").read_text(encoding="utf-8").splitlines()
    rows = {row[1]: row for row in (line.split("\t") for line in lines[1:])}
    for name, kind in EVERYTHING.items():
        method, _, pages = rows[kind.path][:3]
        ours = "POST" if issubclass(kind, Command) else kind.method  # type: ignore[attr-defined]
        assert ours == OTHER_METHOD.get(kind.path, method), name
        assert str(kind.page) in pages.split() or not pages, name


def requests() -> Iterator[Sample]:
    for sample in samples.api_samples():
        is_request = sample.kind == "request" and "errcode" not in sample.content
        if is_request and sample.path in BY_PATH:
            yield sample


@samples.here
def test_every_published_request_can_be_said_and_comes_out_the_same(
    capsys: pytest.CaptureFixture[str],
):
    said = 0
    for sample in requests():
        whole = {**sample.content, **INSTEAD.get(sample.path, {})}
        body = {name: value for name, value in whole.items() if name not in LEFT_OUT}
        assert BY_PATH[sample.path](**body).written() == body, sample.name
        said += 1
    assert said
    with capsys.disabled():
        print(f"\nvocabulary: {len(COMMANDS)} commands, {len(QUESTIONS)} questions; {said} samples")


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=COMMANDS)
def test_every_command_survives_the_outbox(kind: type[Command]):
    example = example_of(kind)
    stored = json.loads(json.dumps(example.body()))
    assert load(kind.__name__, stored) == example


LIMITS = [
    pytest.param(kind, limit, id=f"{name} {limit.field}")
    for name, kind in EVERYTHING.items()
    for limit in kind.limits
    if limit.most <= 10_000 or limit.unit in ("seconds", "fen")
]


@pytest.mark.parametrize(("kind", "limit"), LIMITS)
def test_every_limit_names_itself_when_it_is_passed(kind: type[Speech], limit: Any):
    example_of(kind, **nested(limit.field, filling(limit, limit.most)))
    with pytest.raises(LimitExceeded) as caught:
        example_of(kind, **nested(limit.field, filling(limit, limit.most + 1)))
    broken = caught.value
    assert (broken.field, broken.limit, broken.unit) == (limit.field, limit.most, limit.unit)
    assert broken.page == kind.page


NUMBERS = ("limit", "page_size", "order", "price", "expires_in", "duplicate_check_interval")


def filling(limit: Any, amount: int) -> Any:
    """A value that uses up so much of a limit."""
    if limit.field.rpartition(".")[2].endswith(NUMBERS):
        return amount
    if limit.unit == "items":
        is_attachments = limit.field == "attachments"
        return [{"msgtype": "image", "image": {}} if is_attachments else "x"] * amount
    return "x" * amount


def nested(path: str, value: Any) -> dict[str, Any]:
    """The value at its place: one member of a list where the path has a star."""
    first, _, rest = path.partition(".")
    if not rest:
        return {first: value}
    if rest.startswith("*"):
        below = rest.partition(".")[2]
        return {first: [within(nested(below, value)) if below else value]}
    return {first: nested(rest, value)}


def within(part: dict[str, Any]) -> dict[str, Any]:
    """Attachments say of which kind they are."""
    kind = next(iter(part))
    return {"msgtype": kind, **part} if kind in ("link", "miniprogram") else part
