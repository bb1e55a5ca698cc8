"""TABLE: how each invariant is broken behind the house's back, in a town whose story is told."""

COPY_EVENT = """
insert into inbox_event (corp_id, fingerprint, name, fields, message, envelope, happened_at, state,
    created_at)
select corp_id, 'another', name, fields, message, envelope, happened_at, state, created_at
from inbox_event where name = 'FollowAdded'
"""
COPY_WELCOME = """
insert into outbox_command (corp_id, key, kind, body, lane, because, state, attempts, maybe_said,
    due_at, finished_at, created_at)
select corp_id, 'another', kind, body, lane, because, state, attempts, maybe_said,
    due_at, finished_at, created_at
from outbox_command where kind = 'SendWelcome'
"""
LONG_AGO = "timestamptz '2026-01-01'"
A_REACTION = "id = (select min(id) from inbox_reaction)"
A_COMMAND = "id = (select min(id) from outbox_command)"

BROKEN: dict[str, tuple[str, ...]] = {
    "inbox.once": (COPY_EVENT,),
    "inbox.planned": (f"update inbox_event set state = 'new', created_at = {LONG_AGO}",),
    "inbox.whole": (
        f"delete from inbox_reaction where {A_REACTION}",
        f"{COPY_EVENT}; update inbox_event set message = '{{}}' where fingerprint = 'another'",
    ),
    "inbox.handled": (
        f"update inbox_reaction set state = 'pending', due_at = {LONG_AGO} where {A_REACTION}",
        f"""update inbox_reaction set state = 'running', due_at = {LONG_AGO},
            lease_until = {LONG_AGO} where {A_REACTION}""",
    ),
    "outbox.sending": (
        f"""update outbox_command set state = 'sending', lease_until = {LONG_AGO}
            where {A_COMMAND}""",
    ),
    "outbox.due": (
        f"update outbox_command set state = 'again', due_at = {LONG_AGO} where {A_COMMAND}",
        f"""update outbox_command set state = 'pending', due_at = now() + interval '99 years',
            deadline_at = {LONG_AGO} where {A_COMMAND}""",
    ),
    "outbox.answered": (
        f"update outbox_command set finished_at = null where {A_COMMAND}",
        f"update outbox_command set state = 'failed', errmsg = null where {A_COMMAND}",
    ),
    "clock.due": (
        f"""insert into timer (corp_id, name, lane, due_at, created_at)
            select corp_id, 'archive', 'archive', {LONG_AGO}, now() from corp""",
        f"update enrollment set state = 'running', due_at = {LONG_AGO}",
        f"update sop_task set poll_at = {LONG_AGO}",
    ),
    "welcome.once": (COPY_WELCOME,),
    "sop.once": ("update sop_task set msgid = 'one message'",),
    "sop.every_step": ("delete from sop_task",),
    "sop.explained": (
        "update enrollment set state = 'ended', ended_because = null, ended_at = null",
        "update sop_task set command_id = null",
    ),
    "leads.mirror": (
        f"update follow set ended_at = {LONG_AGO}",
        "update lead set follow_ended_at = now()",
    ),
    "leads.every": ("delete from lead",),
    "archive.kept": (
        "update archive_cursor set cursor = '1'",
        f"update archive_raw set state = 'pending', created_at = {LONG_AGO}",
        "update chat_message set msgid = msgid || '!'",
    ),
    "tags.of_adding": (
        "delete from follow_tag; delete from outbox_command where kind = 'MarkTag'",
        """delete from follow_tag where tag_id in (select tag_id from corp_tag where name = '上午添加');
           update outbox_command set body = '{"add_tag": []}' where because -> 'rule' ->> 'say'
               = '标签规则 %(name)s' and because #>> '{rule,given,name}' = '上午添加'""",
    ),
    "tags.of_words": (
        """delete from follow_tag where tag_id in (select tag_id from corp_tag where name = '问价');
           update outbox_command set body = '{"add_tag": []}' where kind = 'MarkTag'
               and because #>> '{rule,given,name}' = '问价'""",
    ),
    "tags.half_way": ("update follow_tag set marked_at = null",),
    "arrivals.every": (
        "delete from arrival",
        "update arrival set added_at = added_at + interval '1 second'",
        "update arrival set event_id = 0",
    ),
    "noted.parked": (f"update inbox_reaction set state = 'parked' where {A_REACTION}",),
    "noted.unknown": (
        f"update outbox_command set state = 'unknown', errmsg = 'cut' where {A_COMMAND}",
    ),
    "noted.gaps": (
        "update archive_raw set seq = seq + 1 where seq = (select max(seq) from archive_raw)",
    ),
}
