"""Whether this host is being taken out: a file under INSTANCE_DIR that /readyz looks at."""

from pathlib import Path

from app.config import settings


def _sign() -> Path:
    return settings().instance_dir / "draining"


def announce() -> None:
    """From now on this host is not ready: load balancers send nobody here any more."""
    _sign().parent.mkdir(parents=True, exist_ok=True)
    _sign().touch()


def take_back() -> None:
    """This host is ready again."""
    _sign().unlink(missing_ok=True)


def is_under_way() -> bool:
    """Whether the sign is up."""
    return _sign().exists()
