"""Intercept rules (聊天敏感词): words that members may not, or should not, say to customers."""

from bots.simulator.api.call import Call, child, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.intercepts import InterceptRule
from bots.simulator.models import Json
from bots.simulator.rights import must_see
from bots.simulator.world import World

MOST_RULES, MOST_WORDS, MOST_IN_RANGE = 100, 300, 1000
LONGEST_NAME, LONGEST_WORD = 20, 32
SEMANTICS = (1, 2, 3)  # a phone number, a mail address, a red packet


def add_intercept_rule(world: World, call: Call) -> Json:
    body = call.body
    if len(world.intercept_rules.living()) >= MOST_RULES:
        raise RefusalError(41069)
    name = _name(world, body, "")
    words, semantics = _words(body), _semantics(body)
    if not words:
        raise RefusalError(40063, "word_list")
    if "intercept_type" not in body:
        raise RefusalError(40063, "intercept_type")
    users, parties = _range(world, call, "applicable_range")
    if not users and not parties:
        raise RefusalError(40063, "applicable_range")
    kind = integer(body, "intercept_type", 1, least=1, most=2)
    rule_id = world.seeded.new_id("", 32, "intercept rule", name)
    rule = InterceptRule(rule_id, name, words, semantics, kind, users, parties, int(world.now()))
    world.intercept_rules.add(rule)
    return {"rule_id": rule_id}


def get_intercept_rule_list(world: World, _call: Call) -> Json:
    rows = [
        {"rule_id": rule.rule_id, "rule_name": rule.rule_name, "create_time": rule.create_time}
        for rule in world.intercept_rules.living()
    ]
    return {"rule_list": rows}


def get_intercept_rule(world: World, call: Call) -> Json:
    rule = _known(world, call)
    told = {
        "rule_id": rule.rule_id,
        "rule_name": rule.rule_name,
        "word_list": rule.word_list,
        "extra_rule": {"semantics_list": rule.semantics_list},
        "intercept_type": rule.intercept_type,
        "applicable_range": {"user_list": rule.users, "department_list": rule.parties},
    }
    return {"rule": told}


def update_intercept_rule(world: World, call: Call) -> Json:
    """Lists that are given replace the old ones; the range is added to and taken from."""
    rule, body = _known(world, call), call.body
    name = _name(world, body, rule.rule_id) if "rule_name" in body else rule.rule_name
    words = _words(body) or rule.word_list
    extra = child(body, "extra_rule")
    semantics = _semantics(extra) if "semantics_list" in extra else rule.semantics_list
    kind = integer(body, "intercept_type", rule.intercept_type, least=1, most=2)
    more_users, more_parties = _range(world, call, "add_applicable_range")
    less_users, less_parties = _range(world, call, "remove_applicable_range")
    users = [one for one in dict.fromkeys(rule.users + more_users) if one not in less_users]
    parties = [one for one in dict.fromkeys(rule.parties + more_parties) if one not in less_parties]
    if not users and not parties:
        raise RefusalError(40063, "nobody is left in the range")
    rule.rule_name, rule.word_list, rule.semantics_list = name, words, semantics
    rule.intercept_type, rule.users, rule.parties = kind, users, parties
    return {}


def del_intercept_rule(world: World, call: Call) -> Json:
    _known(world, call).deleted = True
    return {}


def _known(world: World, call: Call) -> InterceptRule:
    rule = world.intercept_rules.rules.get(text(call.body, "rule_id", missing=40063))
    if rule is None:
        raise RefusalError(41070)
    if rule.deleted:
        raise RefusalError(41071)
    return rule


def _name(world: World, body: Json, own_id: str) -> str:
    name = text(body, "rule_name", most=LONGEST_NAME, missing=40063)
    rules = world.intercept_rules.living()
    if any(rule.rule_name == name and rule.rule_id != own_id for rule in rules):
        raise RefusalError(41077)
    return name


def _words(body: Json) -> list[str]:
    words = strings(body, "word_list")
    if len(words) > MOST_WORDS:
        raise RefusalError(41068)
    if any(not 1 <= len(word) <= LONGEST_WORD for word in words):
        raise RefusalError(41083)
    return words


def _semantics(fields: Json) -> list[int]:
    chosen = fields.get("semantics_list") or []
    if not isinstance(chosen, list) or not all(one in SEMANTICS for one in chosen):
        raise RefusalError(41084)
    return list(chosen)


def _range(world: World, call: Call, name: str) -> tuple[list[str], list[int]]:
    given = child(call.body, name)
    users = [userid.lower() for userid in strings(given, "user_list")]
    parties = given.get("department_list") or []
    if not isinstance(parties, list) or len(users) > MOST_IN_RANGE or len(parties) > MOST_IN_RANGE:
        raise RefusalError(41076)
    for userid in users:
        if userid not in world.staff:
            raise RefusalError(40003, userid)
        must_see(world, call, userid)
    if not all(type(party) is int and party in world.departments for party in parties):
        raise RefusalError(60123)
    return users, list(parties)


PATHS: dict[str, Endpoint] = {
    "externalcontact/add_intercept_rule": Endpoint("POST", add_intercept_rule),
    "externalcontact/get_intercept_rule_list": Endpoint("GET", get_intercept_rule_list),
    "externalcontact/get_intercept_rule": Endpoint("POST", get_intercept_rule),
    "externalcontact/update_intercept_rule": Endpoint("POST", update_intercept_rule),
    "externalcontact/del_intercept_rule": Endpoint("POST", del_intercept_rule),
}
