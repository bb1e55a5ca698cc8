"""`python -m tests.attribution.speed`: how soon the pages answer over 100,000 adds of 500 codes."""

import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import text

from app import clock
from app.db import engine
from tests.attribution.filled import fill
from tests.bench.own import own_services
from tests.conftest import CORP, MOMENT
from tests.leads.conftest import counted

DAYS = "range=custom&from=2025-12-03&to=2026-03-02"
PAGES = (
    f"/attribution?{DAYS}",
    f"/attribution?{DAYS}&compare=1",
    f"/attribution/staff?{DAYS}",
    f"/attribution/channels/lk-1?{DAYS}",
    f"/attribution/rows?metric=won&{DAYS}",
)


def visitor() -> FlaskClient:
    """Somebody who is logged in."""
    from wsgi import create_app

    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lisi", name="李思", role="ops")
    return client


def worked() -> float:
    """Processor seconds that this process and its connections to PostgreSQL have used."""
    with engine().connect() as connection:
        backends = connection.scalars(
            text("select pid from pg_stat_activity where datname = current_database()")
        ).all()
    ticks = 0
    for pid in backends:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def timed(client: FlaskClient, path: str, rounds: int) -> tuple[float, float, float, int]:
    """Median, 95th percentile, processor time, all in milliseconds, and the SELECTs of a page."""
    client.get(path)
    with counted() as statements:
        assert client.get(path).status_code == 200
    spent, before = [], worked()
    for _ in range(rounds):
        started = time.perf_counter()
        client.get(path)
        spent.append((time.perf_counter() - started) * 1000)
    cuts = quantiles(spent, n=20)
    work = (worked() - before) * 1000 / rounds
    return cuts[9], cuts[18], work, sum(one.startswith("SELECT") for one in statements)


def main(codes: int, adds: int, rounds: int) -> int:
    """Fill a house of its own and ask each page so often."""
    from app.corps.models import Corp
    from app.db import transaction

    slow = 0
    with own_services(), clock.held_at(MOMENT):
        with transaction() as session:
            session.add(Corp(corp_id=CORP, name="测试公司"))
        fill(codes, adds)
        client = visitor()
        print(f"{adds} adds, {codes} codes, 90 days, {rounds} rounds")
        for path in PAGES:
            middle, p95, work, statements = timed(client, path, rounds)
            print(
                f"median {middle:5.0f} ms  p95 {p95:5.0f} ms  processor {work:4.0f} ms  "
                f"{statements:2} statements  {path}"
            )
            slow += p95 > 300 or statements > 12
    return 1 if slow else 0


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--codes", type=int, default=500)
    parser.add_argument("--adds", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    sys.exit(main(asked.codes, asked.adds, asked.rounds))
