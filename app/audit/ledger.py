"""TABLE: what must be true of the inbox, the outbox and everything that waits for its moment."""

from app.audit.invariant import Invariant
from app.sentences import Sentence

LEDGER: tuple[Invariant, ...] = (
    Invariant(
        "inbox.once",
        Sentence("企业微信的每条消息只收下一次"),
        """
        select name || ' ' || string_agg(id::text, ', ' order by id)
        from inbox_event
        where corp_id = :corp_id and created_at >= :since and message <> '{}'
        group by name, message having count(*) > 1
        """,
    ),
    Invariant(
        "inbox.planned",
        Sentence("每个收下的事件都已安排处理"),
        """
        select id || ' ' || name from inbox_event
        where corp_id = :corp_id and state = 'new' and created_at < :late
        order by id
        """,
    ),
    Invariant(
        "inbox.whole",
        Sentence("每个已安排的事件，该有的反应一个不少"),
        """
        with reacted as (
            select e.id, e.name, count(r.id) as many, max(r.position) + 1 as wanted
            from inbox_event e left join inbox_reaction r on r.event_id = e.id
            where e.corp_id = :corp_id and e.created_at >= :since and e.state = 'planned'
            group by e.id
        )
        select id || ' ' || name from reacted mine
        where many <> coalesce(wanted, 0)
           or many = 0 and exists (
               select from reacted earlier
               where earlier.name = mine.name and earlier.many > 0 and earlier.id < mine.id)
        order by id
        """,
    ),
    Invariant(
        "inbox.handled",
        Sentence("没有反应无故拖延：要么做完，要么约好再试，要么停下等人"),
        """
        select r.id || ' ' || r.name || ' ' || r.state from inbox_reaction r
        where r.corp_id = :corp_id and r.state in ('pending', 'again', 'running')
          and r.due_at < :late
          and (r.lease_until is null or r.lease_until < clock_timestamp() - interval '1 minute')
        order by r.id
        """,
    ),
    Invariant(
        "outbox.sending",
        Sentence("没有调用停在半路：租约过期的很快有人接手"),
        """
        select id || ' ' || kind from outbox_command
        where corp_id = :corp_id and state = 'sending' and waits_for is null
          and (lease_until is null or lease_until < clock_timestamp() - interval '1 minute')
        order by id
        """,
    ),
    Invariant(
        "outbox.due",
        Sentence("没有调用无故拖延：到期即发出，或等着写明的原因"),
        """
        select id || ' ' || kind || ' ' || state from outbox_command mine
        where corp_id = :corp_id and waits_for is null
          and (state in ('pending', 'again') and due_at < :late
               or state in ('pending', 'again', 'sending') and deadline_at < :late)
          and not (kind in ('MarkTag', 'Remark') and exists (  -- each waits for the one before it
              select from outbox_command earlier
              where earlier.corp_id = mine.corp_id and earlier.kind = mine.kind
                and earlier.external_userid = mine.external_userid and earlier.userid = mine.userid
                and earlier.id < mine.id and earlier.state in ('pending', 'sending', 'again')))
        order by id
        """,
    ),
    Invariant(
        "outbox.answered",
        Sentence("每个结束的调用都写明何时、为何结束"),
        """
        select id || ' ' || kind || ' ' || state from outbox_command
        where corp_id = :corp_id and created_at >= :since
          and (state in ('done', 'failed', 'unknown', 'expired') and finished_at is null
               or state in ('failed', 'unknown') and errmsg is null)
        order by id
        """,
    ),
    Invariant(
        "clock.due",
        Sentence("按时间做的事没有一件过期未做"),
        """
        select 'timer ' || name from timer
        where corp_id = :corp_id and due_at < :late
          and (lease_until is null or lease_until < clock_timestamp() - interval '1 minute')
        union all
        select 'breaker ' || id from breaker where corp_id = :corp_id and probe_at < :late
        union all
        select 'enrollment ' || id from enrollment
        where corp_id = :corp_id and state = 'running' and due_at < :late
        union all
        select 'task ' || id from sop_task where corp_id = :corp_id and poll_at < :late
        union all
        select 'mirror run ' || id from mirror_run
        where corp_id = :corp_id and state in ('pending', 'running', 'again') and due_at < :late
          and (lease_until is null or lease_until < clock_timestamp() - interval '1 minute')
        """,
    ),
    Invariant(
        "noted.parked",
        Sentence("停下等人处理的反应"),
        """
        select id || ' ' || name from inbox_reaction
        where corp_id = :corp_id and created_at >= :since and state = 'parked' order by id
        """,
        is_noted=True,
    ),
    Invariant(
        "noted.unknown",
        Sentence("不知是否生效、等人查看的调用"),
        """
        select id || ' ' || kind from outbox_command
        where corp_id = :corp_id and created_at >= :since and state = 'unknown' order by id
        """,
        is_noted=True,
    ),
)
