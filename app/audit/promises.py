"""TABLE: what must be true of welcomes, SOPs, leads and the archive."""

from app.audit.invariant import Invariant
from app.sentences import Sentence

PROMISES: tuple[Invariant, ...] = (
    Invariant(
        "welcome.once",
        Sentence("每个欢迎语凭证最多用一次"),
        """
        select string_agg(id::text, ', ' order by id) from outbox_command
        where corp_id = :corp_id and created_at >= :since and kind = 'SendWelcome'
        group by body ->> 'welcome_code' having count(*) > 1
        """,
    ),
    Invariant(
        "sop.once",
        Sentence("SOP 的每一步对每位客户最多做一次"),
        """
        select 'step ' || step_id || ' of enrollment ' || enrollment_id from sop_task
        where corp_id = :corp_id and created_at >= :since
        group by enrollment_id, step_id having count(*) > 1
        union all
        select 'one message for tasks ' || string_agg(id::text, ', ' order by id) from sop_task
        where corp_id = :corp_id and created_at >= :since and msgid is not null
        group by msgid having count(*) > 1
        """,
    ),
    Invariant(
        "sop.every_step",
        Sentence("SOP 的每一步都做了，没做的都有原因"),
        # A step that lay before the enrollment is skipped; one after its end is not owed.
        """
        with owed as (
            select e.id, e.state, e.ended_at, e.enrolled_at, s.id as step_id, s.position,
                case when s.after_minutes is not null
                    then e.enrolled_at + make_interval(mins => s.after_minutes)
                    else timezone(c.zone,
                        timezone(c.zone, e.enrolled_at)::date + s.day + s.at::time)
                end as due_at
            from enrollment e
            join sop_step s on s.version_id = e.version_id
            join corp c on c.corp_id = e.corp_id
            where e.corp_id = :corp_id and e.created_at >= :since
        )
        select 'step ' || position || ' of enrollment ' || id from owed
        where due_at >= enrolled_at
          and due_at < case when state = 'ended' then ended_at - interval '15 minutes'
                            else cast(:late as timestamptz) end
          and not exists (
              select from sop_task t where t.enrollment_id = owed.id and t.step_id = owed.step_id)
        order by id, position
        """,
    ),
    Invariant(
        "sop.explained",
        Sentence("每个提前结束的 SOP 都写明原因，每个任务都有对应的消息"),
        """
        select 'enrollment ' || id from enrollment
        where corp_id = :corp_id and created_at >= :since
          and (state = 'ended' and (ended_because is null or ended_at is null)
               or state = 'finished' and ended_at is null)
        union all
        select 'task ' || id from sop_task
        where corp_id = :corp_id and created_at >= :since and command_id is null
        """,
    ),
    Invariant(
        "leads.mirror",
        Sentence("每个商机都对应在世的好友关系，或记有关系结束的时间"),
        """
        with ties as (
            select external_userid, count(*) filter (where ended_at is null) as alive,
                max(ended_at) as ended_at,
                max(followed_at) filter (where ended_at is null) as began_at
            from follow where corp_id = :corp_id group by external_userid
        )
        select lead.id || ' ' || lead.external_userid from lead left join ties using (external_userid)
        where lead.corp_id = :corp_id
          and case when coalesce(alive, 0) = 0
                then lead.follow_ended_at is null
                     and coalesce(ties.ended_at, lead.qualified_at) < :late
                else lead.follow_ended_at is not null and ties.began_at < :late end
        order by lead.id
        """,
    ),
    Invariant(
        "leads.every",
        Sentence("每位达标的客户都成了商机"),
        """
        select score.id || ' ' || score.external_userid from score
        where score.corp_id = :corp_id and score.qualified_at < :late and not exists (
            select from lead
            where lead.corp_id = score.corp_id and lead.external_userid = score.external_userid)
        order by score.id
        """,
    ),
    Invariant(
        "archive.kept",
        Sentence("会话存档拉到哪里，就存到哪里、打开到哪里"),
        """
        select 'beyond the cursor: ' || r.seq from archive_raw r
        where r.corp_id = :corp_id and r.created_at >= :since and r.seq > (
            select max(c.cursor::bigint) from archive_cursor c where c.corp_id = r.corp_id)
        union all
        select 'not opened: ' || seq from archive_raw
        where corp_id = :corp_id and state = 'pending' and created_at < :late
        union all
        select 'opened and not there: ' || r.seq from archive_raw r
        where r.corp_id = :corp_id and r.created_at >= :since and r.state = 'done' and not exists (
            select from chat_message m where m.corp_id = r.corp_id and m.msgid = r.msgid)
        """,
    ),
    Invariant(
        "noted.gaps",
        Sentence("会话存档序号中的空缺"),
        """
        with near as (
            select seq, lag(seq) over (order by seq) as before
            from archive_raw where corp_id = :corp_id and created_at >= :since
        )
        select (before + 1) || '–' || (seq - 1) from near where seq > before + 1 order by seq
        """,
        is_noted=True,
    ),
)
