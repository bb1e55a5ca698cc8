"""`flask login-link`: the way in for an administrator who has the machine but no link."""

import click

from app import household
from app.config import settings
from app.console.auth import make_login_link
from app.console.person import ROLES
from app.db import transaction


@click.command("login-link")
@click.option("--corp", "corp_id", required=True, help="The corp's id, ww….")
@click.option("--userid", required=True, help="The staff's userid in WeCom.")
@click.option("--role", type=click.Choice(list(ROLES)), default="admin", show_default=True)
@click.option("--name", default="", help="How the console greets them.")
def login_link(corp_id: str, userid: str, role: str, name: str) -> None:
    """Print a link that logs one person in, once, within 15 minutes."""
    with household.database(settings().instance_dir), transaction() as session:
        token = make_login_link(session, corp_id, userid, role, name=name)
    click.echo(f"{settings().public_url.rstrip('/')}/login/{token}")
