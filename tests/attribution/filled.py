"""A house that has been busy for 90 days: codes, arrivals, welcomes and leads, by SQL alone."""

from sqlalchemy import text

from app.db import engine
from tests.conftest import CORP, MOMENT

STATEMENTS = (
    """
    insert into channel (corp_id, state, name, source, remark_template, created_at)
    select :corp, 'lk-' || n, '渠道 ' || n, '展会', '', :moment from generate_series(1, :codes) n
    """,
    """
    insert into staff (corp_id, userid, name, departments, can_follow, is_active, created_at)
    select :corp, 'staff-' || n, '成员 ' || n, '[]', true, true, :moment
    from generate_series(1, 40) n
    """,
    """
    insert into external_contact
        (corp_id, external_userid, name, avatar, gender, type, corp_name, created_at)
    select :corp, 'wm-' || n, '客户 ' || n, '', 0, 1, '', :moment from generate_series(1, :adds) n
    """,
    """
    insert into inbox_event (corp_id, fingerprint, name, fields, message, envelope, userid,
        external_userid, happened_at, state, created_at)
    select :corp, 'add ' || n, 'FollowAdded',
        jsonb_build_object('state', 'lk-' || 1 + floor(power(:codes, random())) - 1),
        '{}', '', 'staff-' || 1 + n % 40, 'wm-' || n,
        cast(:moment as timestamptz) - random() * interval '90 days', 'planned', :moment
    from generate_series(1, :adds) n
    """,
    """
    insert into arrival (corp_id, userid, external_userid, state, event_id, added_at, added_on,
        ended_at, ended_on, ended_by, replied_at, is_first, created_at)
    select corp_id, userid, external_userid, fields ->> 'state', id, happened_at,
        (happened_at at time zone 'Asia/Shanghai')::date, ended_at,
        (ended_at at time zone 'Asia/Shanghai')::date,
        case when ended_at is not null then 'customer' end,
        case when id % 3 = 0 then happened_at + interval '1 hour' end, true, :moment
    from (
        select *, case when id % 8 = 0 and happened_at < cast(:moment as timestamptz) - interval '10 days'
            then happened_at + random() * interval '10 days' end as ended_at
        from inbox_event where corp_id = :corp) told
    """,
    """
    insert into outbox_command (corp_id, key, kind, body, lane, event_id, because, state, attempts,
        maybe_said, due_at, created_at)
    select corp_id, 'welcome ' || id, 'SendWelcome', '{}', 'welcome', id, '{}',
        case when id % 20 = 0 then 'expired' else 'done' end, 1, false, happened_at, happened_at
    from inbox_event where corp_id = :corp
    """,
    """
    insert into lead (corp_id, external_userid, owner, is_owner_chosen, name, source, source_state,
        stage, score, contributions, qualified_at, changed, changed_at, created_at)
    select corp_id, external_userid, userid, false, external_userid, '', '',
        case when id % 25 = 0 then 'won' else 'new' end, 60, '[]', happened_at, 1, happened_at,
        happened_at
    from inbox_event where corp_id = :corp and id % 5 = 0
    """,
)


def fill(codes: int, adds: int, corp_id: str = CORP) -> None:
    """So many codes and adds in the 90 days before MOMENT; some codes have many, most have few."""
    given = {"corp": corp_id, "moment": MOMENT, "codes": codes, "adds": adds}
    with engine().begin() as connection:
        for statement in STATEMENTS:
            connection.execute(text(statement), given)
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
