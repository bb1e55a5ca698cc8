"""Commands for the person who runs the house: `flask corp`, `flask db`, `flask serve`, `flask sim`."""

import logging
import secrets
import signal
import string
import time

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select, update

from app import household, log, migrate
from app.acquisition.strays.command import codes
from app.archive.keys import keep_account
from app.audit.command import audit
from app.children import Children
from app.config import settings
from app.contacts.mirror.command import mirror
from app.corps.key import WrongKey, refuse_wrong_key
from app.corps.models import Corp, CorpApp
from app.corps.quota import quota
from app.db import transaction
from app.demo.command import demo
from app.leads.defaults import make_default
from app.operations.attribution import attribution
from app.operations.drain import drain
from app.operations.explain import explain
from app.operations.inbox import inbox
from app.operations.outbox import outbox
from app.sim import sim

corp = AppGroup("corp", help="Corps and their apps.")
db = AppGroup("db", help="The database's schema.")
LETTERS = string.ascii_letters + string.digits


def register(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(corp)
    app.cli.add_command(db)
    app.cli.add_command(serve)
    app.cli.add_command(demo)
    app.cli.add_command(sim)
    app.cli.add_command(quota)
    app.cli.add_command(inbox)
    app.cli.add_command(outbox)
    app.cli.add_command(explain)
    app.cli.add_command(drain)
    app.cli.add_command(audit)
    app.cli.add_command(attribution)
    app.cli.add_command(mirror)
    app.cli.add_command(codes)


@corp.command("add")
@click.option("--corp-id", required=True, help="CorpID, ww…")
@click.option("--name", required=True)
@click.option("--agentid", required=True, type=int)
@click.option("--secret", prompt=True, hide_input=True, help="The app's Secret.")
@click.option("--archive-secret", default="", help="The chat archive's own Secret.")
def corp_add(corp_id: str, name: str, agentid: int, secret: str, archive_secret: str) -> None:
    """Enter a corp and its app; prints what to type into WeCom's console."""
    token = "".join(secrets.choice(LETTERS) for _ in range(24))
    key = "".join(secrets.choice(LETTERS) for _ in range(42)) + "A"  # 43rd: whole base64 bytes
    with household.database(settings().instance_dir):
        migrate.upgrade()
        with transaction() as session:
            if session.scalar(select(Corp.id).where(Corp.corp_id == corp_id)):
                raise click.ClickException(f"{corp_id} is here already; nothing was changed")
            session.add(Corp(corp_id=corp_id, name=name, zone=settings().corp_zone))
            session.add(
                CorpApp(
                    corp_id=corp_id,
                    agentid=agentid,
                    name=name,
                    secret=secret,
                    token=token,
                    encoding_aes_key=key,
                )
            )
            if archive_secret:
                keep_account(session, corp_id, archive_secret)
            make_default(session, corp_id)
    click.echo(f"URL             {settings().public_url}/callbacks/{corp_id}/{agentid}")
    click.echo(f"Token           {token}")
    click.echo(f"EncodingAESKey  {key}")


@corp.command("secret")
@click.option("--corp-id", required=True, help="CorpID, ww…")
@click.option("--agentid", required=True, type=int)
@click.option("--secret", prompt=True, hide_input=True, help="The app's new Secret.")
def corp_secret(corp_id: str, agentid: int, secret: str) -> None:
    """Enter an app's Secret again; a running house takes it up by itself."""
    is_app = (CorpApp.corp_id == corp_id, CorpApp.agentid == agentid)
    with household.database(settings().instance_dir), transaction() as session:
        changed = update(CorpApp).where(*is_app).values(secret=secret).returning(CorpApp.id)
        if session.scalar(changed) is None:
            raise click.ClickException(f"{corp_id} has no app {agentid}; nothing was changed")
    click.echo("the secret is changed; a running house uses it within seconds")


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest version."""
    with household.database(settings().instance_dir):
        migrate.upgrade()
    click.echo("the schema is current")


@click.command("serve")
def serve() -> None:
    """Run the whole house: web, workers, ticker, and what of the services is ours."""
    log.start(logging.INFO)
    children = Children()
    with household.services(settings().instance_dir) as ours:
        migrate.upgrade()
        try:
            refuse_wrong_key()
        except WrongKey as error:
            raise click.ClickException(str(error)) from None
        household.start_web(children, settings().port)
        household.start_work(children)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: end in order
        click.echo(f"Lianke listens on http://127.0.0.1:{settings().port}", err=True)
        try:
            while True:
                time.sleep(0.5)
                household.watch(children, ours)
        except KeyboardInterrupt:
            click.echo("stopping", err=True)
        finally:
            household.stop(children)
