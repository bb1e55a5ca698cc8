"""The composition root: settings, callbacks, the console and every slice's pages in one app."""

import logging

from flask import Flask

from app import cli, log, queue
from app.acquisition.pages import pages as acquisition
from app.archive.pages import pages as archive
from app.attribution.pages import pages as attribution
from app.audit.pages import pages as audit
from app.config import settings
from app.console.shell import register
from app.contacts.login import pages as wecom_login
from app.contacts.pages import pages as contacts
from app.demo.pages import pages as demo
from app.insight.in_wecom import pages as in_wecom
from app.insight.pages import pages as insight
from app.insight.sidebar import pages as sidebar
from app.leads.pages import pages as leads
from app.operations.inbox import inbox
from app.operations.pages import pages as operations
from app.operations.scrape import blueprint as metrics
from app.outreach.pages import pages as outreach
from app.sop.pages import pages as sop
from app.tagging.pages import pages as tagging
from callbacks.door import Door
from callbacks.entrance import Entrance
from callbacks.redecode import decode

PAGES = (
    acquisition,
    archive,
    attribution,
    audit,
    contacts,
    wecom_login,
    insight,
    metrics,
    operations,
    sidebar,
    in_wecom,
    leads,
    outreach,
    sop,
    tagging,
)


def create_app() -> Flask:
    """The web application."""
    if settings().redis_url is not None:
        queue.address()  # refused at once, not with the first bell
    made = Flask("app", static_folder=None)
    made.secret_key = settings().key()
    register(made)
    for pages in PAGES:
        made.register_blueprint(pages)
    if settings().demo:
        made.register_blueprint(demo)
    cli.register(made)
    inbox.add_command(decode)  # it needs the names of callbacks/, which app/ does not know
    made.wsgi_app = Door(made.wsgi_app)  # type: ignore[method-assign]
    return made


log.start(logging.WARNING, "web")
app = create_app()
entrance = Entrance(app.wsgi_app)
