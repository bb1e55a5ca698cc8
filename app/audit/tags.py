"""TABLE: what must be true of tags: those of rules are there, and none hangs half way."""

from app.audit.invariant import Invariant
from app.sentences import Sentence

# Tags that a rule asks for and that were neither put on nor spoken of for this pair.
# A rule counts for what came after its last edit.
MISSING = """
select w.userid || ' ' || w.external_userid || ' ' || w.tag_id || ' (' || w.rule || ')'
from wanted w
where not exists (
        select from follow_tag t where t.follow_id = w.follow_id and t.tag_id = w.tag_id)
  and not exists (
        select from outbox_command c
        where c.corp_id = :corp_id and c.kind = 'MarkTag' and c.userid = w.userid
          and c.external_userid = w.external_userid
          and c.body -> 'add_tag' @> to_jsonb(w.tag_id))
"""
RULES = """
with rule as (
    select id, name, kind, condition, coalesce(edited_at, created_at) as made_at,
        jsonb_array_elements_text(tag_ids) as tag_id
    from tag_rule where corp_id = :corp_id and is_active
),
reacted as (
    select e.id, e.fields, e.happened_at, e.created_at, e.userid, e.external_userid,
        f.id as follow_id, f.state
    from inbox_event e
    join follow f on f.corp_id = e.corp_id and f.userid = e.userid
        and f.external_userid = e.external_userid
        and f.ended_at is null and f.followed_at <= e.happened_at
    where e.corp_id = :corp_id and e.created_at >= :since and e.name = :event and exists (
        select from inbox_reaction r
        where r.event_id = e.id and r.name like :reaction and r.state = 'done')
),
"""
OF_ADDING = """
timed as (
    select rule.*, (condition ->> 'from')::time as opens, (condition ->> 'to')::time as shuts
    from rule where kind = 'add_time'
),
local as (
    select reacted.*, timezone(corp.zone, happened_at) as at
    from reacted join corp on corp.corp_id = :corp_id
),
wanted as (
    select e.userid, e.external_userid, e.follow_id, rule.tag_id, rule.name as rule
    from reacted e join rule on rule.kind = 'channel' and rule.made_at < e.created_at
    where rule.condition -> 'states'
        @> to_jsonb(coalesce(nullif(e.fields ->> 'state', ''), e.state))
    union
    select e.userid, e.external_userid, e.follow_id, timed.tag_id, timed.name
    from local e join timed on timed.made_at < e.created_at
    where (case when opens < shuts then e.at::time >= opens and e.at::time < shuts
                else opens = shuts or e.at::time >= opens or e.at::time < shuts end)
      and timed.condition -> 'weekdays' @> to_jsonb(extract(isodow from
          e.at::date - case when e.at::time < opens then 1 else 0 end)::int)
)
"""
OF_WORDS = """
said as (
    select e.*, lower(m.folded) as words
    from reacted e join chat_message m on m.id = (e.fields ->> 'message_id')::bigint
),
wanted as (
    select e.userid, e.external_userid, e.follow_id, rule.tag_id, rule.name as rule
    from said e join rule on rule.kind = 'keyword' and rule.made_at < e.created_at
    where coalesce(rule.condition ->> 'match', 'contains') = 'contains'
      and coalesce(rule.condition ->> 'need', 'any') = 'any'
      and exists (
        select from jsonb_array_elements_text(rule.condition -> 'words') as word
        where position(lower(normalize(word, NFKC)) in e.words) > 0)
      and not exists (
        select from jsonb_array_elements_text(rule.condition -> 'without') as word
        where position(lower(normalize(word, NFKC)) in e.words) > 0)
)
"""

TAGS: tuple[Invariant, ...] = (
    Invariant(
        "tags.of_adding",
        Sentence("渠道规则和添加时段规则要打的标签，每位新客户都有"),
        RULES + OF_ADDING + MISSING,
        given={"event": "FollowAdded", "reaction": "%.tag_follow"},
    ),
    Invariant(
        "tags.of_words",
        Sentence("关键词规则要打的标签，说过这些话的客户都有"),
        RULES + OF_WORDS + MISSING,
        given={"event": "CustomerSpoke", "reaction": "%.tag_message"},
    ),
    Invariant(
        "tags.half_way",
        Sentence("没有标签停在半路：已打上，或有还没说完的调用"),
        """
        select t.id || ' ' || t.tag_id from follow_tag t
        left join outbox_command c on c.id = t.command_id
        where t.corp_id = :corp_id and t.marked_at is null and (
            c.id is null or c.state not in ('pending', 'sending', 'again', 'unknown'))
        order by t.id
        """,
    ),
)
