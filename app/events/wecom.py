"""Facts about WeCom's own work and our app's standing: jobs done, rights changed (page 90240)."""

from dataclasses import dataclass

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class BatchJobFinished(Event):
    """An import or export of the directory ended: batch_job_result (page 90973)."""

    job_id: str
    job_type: str = ""  # sync_user, replace_user, invite_user, replace_party, export_user …
    errcode: int = 0
    errmsg: str = ""


@dataclass(frozen=True, kw_only=True)
class MediaJobFinished(Event):
    """An upload by address ended, well or not: upload_media_job_finish (page 96219)."""

    job_id: str


@dataclass(frozen=True, kw_only=True)
class LivingChanged(Event):
    """A live broadcast changed: living_status_change. 0 planned, 1 on, 2 over, 3 expired, 4 off."""

    living_id: str
    status: int = 0


@dataclass(frozen=True, kw_only=True)
class ApprovalChanged(Event):
    """An approval moved on, in WeCom's own app: sys_approval_change."""

    sp_no: str
    sp_status: int = 0  # 1 waiting, 2 approved, 3 refused, 4 withdrawn …
    template_id: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnApprovalChanged(Event):
    """An approval of our own app moved on: open_approval_change."""

    third_no: str
    open_sp_status: int = 0
    open_template_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgramNotified(Event):
    """A program in the 数据与智能专区 has something for us: program_notify."""

    notify_id: str
    notify_scene: str = ""


@dataclass(frozen=True, kw_only=True)
class ApiAddressesChanged(Event):
    """The addresses of WeCom's own servers changed: security, change_domain_ip."""


@dataclass(frozen=True, kw_only=True)
class AppPaused(Event):
    """WeCom put our app to sleep because nobody used it: close_inactive_agent."""


@dataclass(frozen=True, kw_only=True)
class AppResumed(Event):
    """WeCom woke our app up: reopen_inactive_agent."""


@dataclass(frozen=True, kw_only=True)
class AppAdminChanged(Event):
    """Who administers our app changed: change_app_admin."""


@dataclass(frozen=True, kw_only=True)
class AppShared(Event):
    """The app was shared with other corps, or no longer: share_agent_change."""


@dataclass(frozen=True, kw_only=True)
class LicenceMissed(Event):
    """A member without an interface licence used our app: unlicensed_notify."""


@dataclass(frozen=True, kw_only=True)
class WorkbenchSwitched(Event):
    """The app's tile on the workbench changed its kind: switch_workbench_mode."""

    mode: int = 0
