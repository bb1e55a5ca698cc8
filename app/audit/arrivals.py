"""TABLE: what must be true of the statistics: every add that was told is counted, and no other."""

from app.audit.invariant import Invariant
from app.sentences import Sentence

ARRIVALS: tuple[Invariant, ...] = (
    Invariant(
        "arrivals.every",
        Sentence("每次添加都计入了渠道统计，没有多算"),
        """
        select 'not counted: event ' || e.id from inbox_event e
        where e.corp_id = :corp_id and e.created_at >= :since and e.created_at < :late
          and e.name = 'FollowAdded' and exists (
              select from inbox_reaction r
              where r.event_id = e.id and r.name like '%.count_arrival' and r.state = 'done')
          and not exists (
              select from arrival a
              where a.corp_id = e.corp_id and a.external_userid = e.external_userid
                and a.userid = e.userid and a.added_at = e.happened_at)
        union all
        select 'nobody told: arrival ' || a.id from arrival a
        where a.corp_id = :corp_id and a.created_at >= :since and not exists (
            select from inbox_event e
            where e.id = a.event_id and e.corp_id = a.corp_id
              and e.external_userid = a.external_userid and e.happened_at = a.added_at)
        """,
    ),
)
