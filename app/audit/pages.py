"""The page of the last audit (巡检): every invariant, and what breaks it."""

from flask import Blueprint, render_template

from app.audit.look import last_audit
from app.audit.table import INVARIANTS
from app.console.person import current_corp_id
from app.console.said import said
from app.db import reading

pages = Blueprint("audit", __name__, template_folder="templates")


@pages.get("/background/audit")
def last() -> str:
    """Each invariant with what the last hourly look found."""
    with reading() as session:
        audited = last_audit(session, current_corp_id())
    found = {each["name"]: each for each in audited.findings} if audited else {}
    return render_template(
        "audit/audit.html", audited=audited, found=found, invariants=INVARIANTS, told=said
    )
