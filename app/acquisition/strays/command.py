"""`flask codes`: live codes at WeCom that we do not know are taken over, or deleted."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import household
from app.acquisition.codes.publishing import publish
from app.acquisition.models import StrayWay
from app.acquisition.strays.adoption import (
    QR_CODE,
    QUOTA,
    Census,
    adopt,
    collect,
    orphans,
    take_census,
)
from app.config import settings
from app.corps.models import Corp
from app.corps.wecom import speak_for
from app.db import reading, transaction
from bots.errors import WeComError

codes = AppGroup("codes", help="Live codes that stand at WeCom and not in our house.")
CORP = click.option("--corp", "corp_id", default="", help="CorpID; not needed with only one.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


@codes.command("adopt")
@CORP
@DRY_RUN
@click.option("--config-id", default="", help="Only this one.")
def adopt_all(corp_id: str, dry_run: bool, config_id: str) -> None:
    """Take strays over: config_id and state stay, printed codes go on working."""
    with looked_at(corp_id) as (corp, census):
        with reading() as session:
            left = {row.id for row in orphans(session, corp.corp_id)}
            rows = session.scalars(select(StrayWay).where(StrayWay.corp_id == corp.corp_id)).all()
        wanted = [row for row in rows if row.scene == QR_CODE and row.id not in left]
        for row in [row for row in wanted if config_id in ("", row.config_id)]:
            if row.config_id in census.refused:
                continue
            click.echo(line(row))
            if not dry_run:
                with transaction() as session:
                    way = adopt(session, session.get_one(StrayWay, row.id), made_by="flask codes")
                publish(way.id)
        if refused := [stray for stray in census.refused if config_id in ("", stray)]:
            told = "; ".join(f"{stray} ({census.refused[stray]})" for stray in refused)
            raise click.ClickException(f"WeCom does not show {told}: run it again later.")


@codes.command("gc")
@CORP
@DRY_RUN
def gc(corp_id: str, dry_run: bool) -> None:
    """Delete orphans: adds of ours whose answer never came, so that nobody ever saw the code."""
    with looked_at(corp_id) as (corp, _):
        with reading() as session:
            found = orphans(session, corp.corp_id)
        for row in found:
            click.echo(line(row))
            if not dry_run:
                collect(corp.corp_id, row.config_id)
        click.echo(f"{len(found)} orphans{' (nothing was deleted)' if dry_run else ' deleted'}")


@contextmanager
def looked_at(corp_id: str) -> Iterator[tuple[Corp, Census]]:
    """The corp, its strays as WeCom shows them this minute."""
    speak_for("sync")
    with household.beside(settings().instance_dir):
        with reading() as session:
            wanted = select(Corp).order_by(Corp.id)
            asked = wanted.where(Corp.corp_id == corp_id) if corp_id else wanted
            corps = session.scalars(asked).all()
        if len(corps) != 1:
            raise click.UsageError("which corp? --corp names one" if corps else "no such corp")
        try:
            census = take_census(corps[0].id)
            click.echo(f"{census.at_wecom} of {QUOTA} live codes at WeCom, {census.strays} strays")
            yield corps[0], census
        except WeComError as error:
            raise click.ClickException(
                f"WeCom: {error}. Nothing is half done: run it again."
            ) from None


def line(row: StrayWay) -> str:
    """A stray in one line."""
    return f"{row.config_id}  state={row.state or '-'}  {row.remark}".rstrip()
