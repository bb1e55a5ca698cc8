"""schemathesis' own command line against a server that runs: `make rest`; all checks and phases."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.api.conftest import program
from tests.api.seed import seed
from tests.conftest import CORP

HERE = Path(sys.executable).parent


def only() -> tuple[str, ...]:
    """PATHS narrows it to the operations of some paths: PATHS='stores|landing'."""
    paths = os.environ.get("PATHS", "")
    return ("--include-path-regex", paths) if paths else ()


@pytest.mark.timeout(0)
def test_every_operation_keeps_what_it_describes(app: Flask, tmp_path: Path) -> None:
    seed(program(app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    told = subprocess.run(
        [
            str(HERE / "schemathesis"),
            "run",
            f"http://127.0.0.1:{server.port}/openapi.json",
            *("-H", f"Authorization: Bearer lk_{CORP}True"),
            *("--max-examples", os.environ.get("EXAMPLES", "50")),
            *only(),
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    server.shutdown()
    print(told.stdout[-4000:])
    assert told.returncode == 0, told.stdout + told.stderr
