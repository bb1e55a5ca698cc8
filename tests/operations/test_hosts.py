"""Another host needs DATABASE_URL, REDIS_URL and the same SECRET_KEY, and no file of this one."""

import os
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from app.config import settings
from app.db import reading, transaction
from app.events.archive import StaffSpoke
from app.inbox.models import InboxEvent
from app.inbox.record import happened
from tests.conftest import CORP, MOMENT

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
OPENED = (
    "from app.corps.models import CorpApp\nfrom app.db import reading\n"
    "with reading() as session:\n    print(session.query(CorpApp).one().secret)"
)


def elsewhere(folder: Path) -> dict[str, str]:
    """The environment of a host that shares nothing else with this one."""
    assert settings().instance_dir != folder
    plain = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ
    }
    plain["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), plain.get("PYTHONPATH"))))
    return {**plain, **{name: os.environ[name] for name in SHARED}}


def test_a_worker_on_another_host_does_the_work(house: None, tmp_path: Path):
    command = [sys.executable, "-m", "jobs.worker", "events"]
    worker = subprocess.Popen(command, cwd=tmp_path, env=elsewhere(tmp_path))
    spoke = StaffSpoke(
        corp_id=CORP, happened_at=MOMENT, userid="lina", external_userid="wmX", message_id=1
    )
    try:
        with transaction() as session:
            happened(session, spoke, key="elsewhere")
        deadline = time.monotonic() + 20
        while state() == "new" and time.monotonic() < deadline:
            time.sleep(0.05)
        assert state() == "planned"
    finally:
        worker.kill()
        worker.wait()


def test_another_host_opens_the_secrets_that_this_one_sealed(house: None, tmp_path: Path):
    told = subprocess.run(
        [sys.executable, "-c", OPENED],
        cwd=tmp_path,
        env=elsewhere(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "s" * 43
    assert not (tmp_path / "instance" / "secret.key").exists()


def state() -> str:
    with reading() as session:
        return session.scalars(select(InboxEvent.state)).one()
