"""The envelope's peers in other languages: Tencent's npm package, and C with OpenSSL and expat."""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.callbacks.sealing import AES_KEY, TOKEN, Post
from tests.conftest import CORP

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NEEDED = ("@wecom/crypto", "fast-xml-parser")


def node_rate(posts: list[Post], seconds: float) -> float:
    """Envelopes that @wecom/crypto and fast-xml-parser open in a second of CPU; 0 without them."""
    node = shutil.which("node")
    if node is None or any(not (ROOT / "node_modules" / name).is_dir() for name in NEEDED):
        return absent("node's peer: no node, or no npm packages (npm ci)")
    asked = {"token": TOKEN, "key": AES_KEY, "corp": CORP, "seconds": seconds}
    given = json.dumps(
        {**asked, "posts": [{"query": p.query, "body": p.body.decode()} for p in posts]}
    )
    return said([node, str(HERE / "envelope.mjs"), f"{ROOT}/"], given)


def floor_rate(posts: list[Post], seconds: float) -> float:
    """The same in C; 0 where it cannot be compiled."""
    program = compiled()
    if program is None:
        return absent("the floor in C: no compiler, or no headers of OpenSSL and expat")
    head = [TOKEN, base64.b64decode(AES_KEY + "=").hex(), CORP, str(seconds)]
    for post in posts:
        query = post.query
        head += [query["msg_signature"], query["timestamp"], query["nonce"], post.body.decode()]
    return said([str(program)], "\n".join(head) + "\n")


@cache
def compiled() -> Path | None:
    """The program, made once a run."""
    program = Path(tempfile.mkdtemp(prefix="lianke-bench-")) / "envelope"
    command = ["cc", "-O2", "-o", str(program), str(HERE / "envelope.c"), "-lcrypto", "-lexpat"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return program if done.returncode == 0 else None


def said(command: list[str], given: str) -> float:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return float(done.stdout)


def absent(why: str) -> float:
    """Nobody to measure beside."""
    print(f"not measured: {why}", file=sys.stderr)
    return 0.0
