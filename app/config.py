"""Every setting, read once from the environment and never changed afterwards."""

import os
import secrets
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What docs/settings.md lists; the house tests hold the two together."""

    model_config = SettingsConfigDict(frozen=True, env_file=".env", extra="ignore")

    database_url: str | None = None  # none: PostgreSQL from the wheel, under instance_dir
    redis_url: str | None = None  # none: Valkey from the wheel, under instance_dir
    allow_open_redis: bool = False  # a Redis on another machine that asks for no password
    secret_key: str | None = None  # none: made once and kept in instance_dir/secret.key
    instance_dir: Path = Path("instance")
    public_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    corp_zone: str = "Asia/Shanghai"
    wecom_api_base: str = "https://qyapi.weixin.qq.com/cgi-bin"
    wecom_oauth_base: str = "https://open.weixin.qq.com"  # where members are sent to be known
    wecom_limits: str = ""  # path=calls/seconds, several with ; between: instead of WeCom's own
    simulator_url: str | None = None  # the simulated WeCom's control address
    clock_file: Path | None = None  # none: the real time
    demo: bool = False
    callback_skew: int = 300  # seconds that a callback's timestamp may be off
    lease_for: float = 3.0  # seconds of machine time after which a silent worker counts as dead
    sweep_every: float = 0.5  # seconds of machine time between two looks for due rows
    web_threads: int = 16
    drain_for: float = 0.0  # seconds between /readyz's 503 and the end of the web
    metrics_token: str | None = None  # none: /metrics answers this machine only
    retain_envelopes: int = 30  # days that a callback is kept as it came, encrypted; 0: for ever
    retain_answers: int = 365  # days that what visitors left on landing pages is kept; 0: for ever
    stop_for: float = 10.0  # seconds that a process may take to finish what it has begun

    def key(self) -> str:
        """The secret that signs sessions and seals stored secrets."""
        return self.secret_key or _kept_key(self.instance_dir / "secret.key")


def _kept_key(path: Path) -> str:
    """The key in `path`, made on first use; two processes starting together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_suffix(f".{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(48))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
