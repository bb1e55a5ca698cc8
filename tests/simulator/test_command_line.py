"""The command line: one line of JSON, options, and a prompt end."""

import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "bots.simulator"]


@pytest.fixture
def start():
    running: list[subprocess.Popen[str]] = []

    def started(*options):
        child = subprocess.Popen(
            [*COMMAND, *map(str, options)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        running.append(child)
        assert child.stdout is not None
        return child, json.loads(child.stdout.readline())

    yield started
    for child in running:
        child.kill()
        child.communicate()


def story(here):
    """A short story with ids, names, codes and message ids; everything that may be printed."""
    corp = here["corps"][0]
    args = {"corpid": corp["corpid"], "corpsecret": corp["apps"][0]["secret"]}
    token = requests.get(f"{here['api_base']}/gettoken", params=args).json()["access_token"]
    made = requests.post(
        f"{here['api_base']}/externalcontact/add_contact_way",
        params={"access_token": token},
        json={"type": 2, "scene": 2, "state": "s", "user": ["lina", "zhaolei"]},
    ).json()
    actions = [{"at": 0, "do": "scan", "state": "s", "customer": {"key": str(n)}} for n in range(5)]
    actions += [{"at": 0, "do": "say", "customer": str(n), "text": "多少钱"} for n in range(5)]
    requests.post(f"{here['control_base']}/plan", json={"actions": actions})
    while requests.get(f"{here['control_base']}/state").json()["busy"]:
        time.sleep(0.01)
    truth = requests.get(f"{here['control_base']}/truth").json()
    assert truth["failed_actions"] == []
    told = [truth[part] for part in ("customers", "follows", "welcomes")]
    events = sorted(json.dumps(callback["event"]) for callback in truth["callbacks"])
    return made["config_id"], token, told, events


def test_one_line_says_where_it_listens_and_who_the_corp_is(start, tmp_path):
    clock = tmp_path / "clock"
    _, here = start("--clock-file", clock, "--customers", 8)
    assert here["api_base"].startswith("http://127.0.0.1:")
    (corp,) = here["corps"]
    assert (corp["name"], corp["apps"][0]["agentid"]) == ("联客演示公司", 1000002)
    assert set(corp["archive"]["private_keys"]) == {"1", "2"}
    assert struct.unpack("<d", clock.read_bytes()) == (1772413200.0,)
    requests.post(f"{here['control_base']}/clock", json={"by": 1.5})
    assert struct.unpack("<d", clock.read_bytes()) == (1772413201.5,)
    assert len(requests.get(f"{here['control_base']}/customers").json()["customers"]) == 8


def test_two_runs_with_one_seed_tell_the_same_story(start, tmp_path):
    told = []
    for run in ("one", "two"):
        _, here = start("--clock-file", tmp_path / run, "--seed", 11, "--customers", 3)
        told.append((here["corps"][0]["apps"], story(here)))
    assert told[0] == told[1]
    _, other = start("--clock-file", tmp_path / "three", "--seed", 12)
    assert other["corps"][0]["corpid"] != here["corps"][0]["corpid"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_promptly_and_quietly_when_told(start, number):
    child, _ = start()
    began = time.monotonic()
    child.send_signal(number)
    assert child.wait(timeout=5) == 0
    assert time.monotonic() - began < 2
    assert child.stdout.read() == "", "one line and nothing more"


def test_it_ends_when_its_parent_does():
    """A parent that is killed cannot say goodbye."""
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time\n"
            "child = subprocess.Popen([sys.executable, '-m', 'bots.simulator'])\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.stdout.readline()  # the child listens
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    survived = is_running(pid)
    if survived:
        os.kill(pid, signal.SIGKILL)  # leave no orphan behind a failing test
    assert not survived


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a container without an init leaves the dead unburied
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:1]


def test_limits_and_callbacks_of_other_apps_are_options(start):
    _, here = start("--limit", "gettoken=1/h", "--callback", "1000003=http://127.0.0.1:9/x")
    corp = here["corps"][0]
    args = {"corpid": corp["corpid"], "corpsecret": corp["apps"][1]["secret"]}
    answers = [requests.get(f"{here['api_base']}/gettoken", params=args).json() for _ in range(2)]
    assert [answer["errcode"] for answer in answers] == [0, 45009]
    apps = requests.get(f"{here['control_base']}/apps").json()["apps"]
    assert [app["url"] for app in apps[:2]] == ["", "http://127.0.0.1:9/x"]


@pytest.mark.parametrize("wish", [("--limit", "gettoken=many"), ("--callback", "7=http://x")])
def test_options_that_make_no_sense_are_refused(wish):
    done = subprocess.run(
        [*COMMAND, *wish], capture_output=True, text=True, cwd=ROOT, check=False, timeout=20
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_a_start_without_a_zone_is_refused():
    done = subprocess.run(
        [*COMMAND, "--start-at", "2026-03-02T09:00:00"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode != 0
    assert "zone" in done.stderr


def test_many_customers_load_quickly_and_progress_is_told_on_standard_error():
    began = time.monotonic()
    child = subprocess.Popen(
        [*COMMAND, "--customers", "20000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    json.loads(child.stdout.readline())
    took = time.monotonic() - began
    child.terminate()
    rest, told = child.communicate(timeout=9)
    assert (rest, told.count("of 20000 customers")) == ("", 2)
    assert took < 12, "100,000 are to be there within a minute"


def test_faults_can_be_ordered_from_the_start(start, tmp_path):
    file = tmp_path / "faults.json"
    file.write_text('{"api": {"gettoken": {"errcode": -1}}}')
    _, here = start("--faults", file)
    told = requests.get(f"{here['api_base']}/gettoken").json()
    assert told["errcode"] == -1
    file.write_text('{"earthquake": 1}')
    refused = subprocess.run(
        [*COMMAND, "--faults", str(file)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (refused.returncode != 0, "earthquake" in refused.stderr) == (True, True)
