"""Tencent's own npm package, `@wecom/crypto`, and both our envelopes open each other's messages."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bots.simulator import envelope
from callbacks.envelope import Keys, unseal

ROOT = Path(__file__).resolve().parents[2]
TOKEN, KEY, CORP = "lianke", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "ww0123456789abcdef"
TEXTS = [*("客" * length for length in range(45)), "🙂", "]]>", "a\r\nb\t", "x" * 60000]

NODE = """
const { decrypt, encrypt, getSignature } = require('@wecom/crypto');
const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const opened = asked.sealed.map((one) => decrypt(asked.key, one));
const sealed = asked.texts.map((text) => encrypt(asked.key, text, asked.corp));
process.stdout.write(JSON.stringify({
  opened: opened.map(({ message, id }) => [message, id]),
  sealed: sealed.map((one) => [one, getSignature(asked.token, '1772415000', 'n', one)]),
}));
"""


def node() -> str | None:
    """The machine's Node, else the one of the wheel that set-up brings."""
    beside = Path(sys.executable).with_name("node")
    return shutil.which("node") or (str(beside) if beside.exists() else None)


@pytest.fixture(scope="module")
def tencent() -> dict[str, Any]:
    """What the package makes of our envelopes, and its own of the same texts."""
    program = node()
    if program is None:
        pytest.skip("there is no Node here: neither on the path nor beside Python")
    if not (ROOT / "node_modules" / "@wecom" / "crypto").is_dir():
        pytest.skip("@wecom/crypto is not in node_modules: `npm ci --ignore-scripts` brings it")
    sealed = [envelope.seal(KEY, CORP, text) for text in TEXTS]
    asked = {"key": KEY, "corp": CORP, "token": TOKEN, "texts": TEXTS, "sealed": sealed}
    ran = subprocess.run(
        [program, "-e", NODE],
        cwd=ROOT,
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        timeout=30,
    )
    answered: dict[str, Any] = json.loads(ran.stdout)
    return answered


def test_it_opens_what_the_simulator_seals(tencent):
    assert tencent["opened"] == [[text, CORP] for text in TEXTS]


def test_the_door_opens_what_it_seals(tencent):
    opened = [unseal(sealed, Keys(CORP, TOKEN, KEY)) for sealed, _ in tencent["sealed"]]
    assert opened == TEXTS


def test_the_simulator_opens_what_it_seals(tencent):
    opened = [envelope.unseal(KEY, sealed) for sealed, _ in tencent["sealed"]]
    assert opened == [(text, CORP) for text in TEXTS]


def test_it_signs_as_the_simulator_does(tencent):
    for sealed, signature in tencent["sealed"]:
        assert envelope.signature(TOKEN, "1772415000", "n", sealed) == signature
