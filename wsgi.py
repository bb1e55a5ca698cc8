"""The composition root: settings, callbacks, the console and every slice's pages in one app."""

import logging
import os

from flask import Flask

from app import cli, log, queue
from app.acquisition.batches.pages import pages as code_batches
from app.acquisition.channel_pages import pages as channels
from app.acquisition.codes.lifecycle import pages as code_life
from app.acquisition.codes.pages import pages as acquisition
from app.acquisition.codes.resources import codes
from app.acquisition.codes.welcome_resources import code_welcomes
from app.acquisition.group_codes.pages import pages as group_codes
from app.acquisition.group_codes.resources import group_codes as group_code_resources
from app.acquisition.landing.pages import pages as landing
from app.acquisition.landing.public import doors
from app.acquisition.landing.resources import landing_pages
from app.acquisition.links.pages import pages as links
from app.acquisition.links.resources import links as link_resources
from app.acquisition.links.welcome_resources import link_welcomes
from app.acquisition.phones.hand_resources import phone_hands
from app.acquisition.phones.pages import pages as phones
from app.acquisition.phones.resources import phone_lists as phone_resources
from app.acquisition.prints.pages import pages as code_prints
from app.acquisition.regions.pages import pages as regions
from app.acquisition.regions.resources import store_resources
from app.acquisition.schedule.reception_resources import receptions
from app.acquisition.schedule.resources import schedules
from app.acquisition.strays.pages import pages as strays
from app.acquisition.strays.resources import stray_codes
from app.api import shell as api
from app.api.pages import pages as api_description
from app.archive.pages import pages as archive
from app.attribution.pages import pages as attribution
from app.attribution.resources import statistics
from app.attribution.row_resources import arrivals
from app.audit.pages import pages as audit
from app.config import settings
from app.console.shell import register
from app.contacts.login import pages as wecom_login
from app.contacts.pages import pages as contacts
from app.contacts.resources import contacts as contact_resources
from app.corps.key import refuse_wrong_key
from app.demo.pages import pages as demo
from app.insight.in_wecom import pages as in_wecom
from app.insight.pages import pages as insight
from app.insight.sidebar import pages as sidebar
from app.leads.pages import pages as leads
from app.operations.api_tokens import pages as api_tokens
from app.operations.inbox import inbox
from app.operations.pages import pages as operations
from app.operations.scrape import blueprint as metrics
from app.outreach.group_pages import pages as group_welcomes
from app.outreach.group_resources import group_welcomes as group_welcome_resources
from app.outreach.library_pages import pages as library
from app.outreach.material_resources import materials as material_resources
from app.outreach.pages import pages as outreach
from app.outreach.resources import welcomes as welcome_resources
from app.sop.pages import pages as sop
from app.tagging.pages import pages as tagging
from callbacks.door import Door
from callbacks.entrance import Entrance
from callbacks.redecode import decode

PAGES = (
    acquisition,
    api_description,
    api_tokens,
    links,
    group_codes,
    landing,
    doors,
    regions,
    phones,
    archive,
    attribution,
    audit,
    channels,
    code_batches,
    code_life,
    code_prints,
    strays,
    contacts,
    wecom_login,
    insight,
    metrics,
    operations,
    sidebar,
    in_wecom,
    leads,
    outreach,
    library,
    group_welcomes,
    sop,
    tagging,
)
RESOURCES = [
    codes,
    schedules,
    receptions,
    stray_codes,
    code_welcomes,
    link_welcomes,
    welcome_resources,
    group_welcome_resources,
    material_resources,
    link_resources,
    group_code_resources,
    phone_resources,
    phone_hands,
    landing_pages,
    store_resources,
    statistics,
    arrivals,
    contact_resources,
]


def create_app() -> Flask:
    """The web application."""
    if settings().redis_url is not None:
        queue.address()  # refused at once, not with the first bell
    # `flask serve` asks itself, and the demo brings a database of its own.
    if settings().database_url is not None and "FLASK_RUN_FROM_CLI" not in os.environ:
        refuse_wrong_key()
    made = api.new_app("app")
    made.secret_key = settings().key()
    register(made)
    for pages in PAGES:
        made.register_blueprint(pages)
    api.register(made, RESOURCES)
    if settings().demo:
        made.register_blueprint(demo)
    cli.register(made)
    inbox.add_command(decode)  # it needs the names of callbacks/, which app/ does not know
    made.wsgi_app = Door(made.wsgi_app)  # type: ignore[method-assign]
    return made


log.start(logging.WARNING, "web")
app = create_app()
entrance = Entrance(app.wsgi_app)
