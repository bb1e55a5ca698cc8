"""Every table of the house, gathered for migrations and for the house tests."""

import app.acquisition.group_codes.models
import app.acquisition.landing.models
import app.acquisition.links.models
import app.acquisition.models
import app.acquisition.phones.models
import app.acquisition.regions.models
import app.acquisition.schedule.models
import app.api.models
import app.archive.models
import app.attribution.models
import app.audit.models
import app.console.models
import app.contacts.groups.models
import app.contacts.mirror.models
import app.contacts.models
import app.corps.models
import app.inbox.models
import app.leads.models
import app.outbox.models
import app.outreach.models
import app.sop.models
import app.tagging.models
import app.timers  # noqa: F401
from app.db import Base

METADATA = Base.metadata
