"""The composition root: settings, callbacks, the console and every slice's pages in one app."""

from flask import Flask

from app import cli
from app.acquisition.pages import pages as acquisition
from app.archive.pages import pages as archive
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
from app.outreach.pages import pages as outreach
from app.sop.pages import pages as sop
from app.tagging.pages import pages as tagging
from callbacks.endpoint import door

PAGES = (
    acquisition,
    archive,
    audit,
    contacts,
    wecom_login,
    insight,
    sidebar,
    in_wecom,
    leads,
    outreach,
    sop,
    tagging,
)


def create_app() -> Flask:
    """The web application."""
    made = Flask("app", static_folder=None)
    made.secret_key = settings().key()
    register(made)
    made.register_blueprint(door)
    for pages in PAGES:
        made.register_blueprint(pages)
    if settings().demo:
        made.register_blueprint(demo)
    cli.register(made)
    return made


app = create_app()
