"""PostgreSQL and Valkey for one run of a bench or a proof, apart from everybody's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import migrate
from app.config import settings
from app.embedded import Postgres, Valkey


@contextmanager
def own_services() -> Iterator[tuple[Postgres, Valkey]]:
    """PostgreSQL and Valkey of this run alone, whatever the settings name."""
    folder = Path(tempfile.mkdtemp(prefix="lianke-bench-"))
    folder.chmod(0o755)  # PostgreSQL runs as somebody else when we are root
    postgres, valkey = Postgres(folder), Valkey(folder)
    os.environ |= {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "INSTANCE_DIR": str(folder),
        "SECRET_KEY": "a key for benches",
    }
    settings.cache_clear()
    try:
        migrate.upgrade()
        yield postgres, valkey
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
