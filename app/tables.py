"""Every table of the house, gathered for migrations and for the house tests."""

import app.acquisition.models
import app.archive.models
import app.attribution.models
import app.audit.models
import app.console.models
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
