"""Reading a strategy's fields from a request: administrators, privileges and nodes of its range."""

from bots.simulator.api.call import Call, child, children, flag, strings
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.rights import must_see
from bots.simulator.strategies.models import MEMBER, PARTY, Node, Strategy, Tree
from bots.simulator.world import World

MOST_ADMINS = 20
MOST_NODES_AT_ONCE = 100
MOST_NODES = 3000


def admins(world: World, call: Call) -> list[str]:
    named = [userid.lower() for userid in strings(call.body, "admin_list", most=MOST_ADMINS)]
    for userid in named:
        _must_know(world, call, userid)
    return named


def privilege(call: Call, tree: Tree) -> dict[str, bool]:
    """What is not said is granted, and the basic ones cannot be withheld."""
    wanted = child(call.body, "privilege")
    granted = {name: flag(wanted, name, default=True) for name in tree.privileges}
    return {**granted, **dict.fromkeys(tree.basic, True)}


def nodes(world: World, call: Call, name: str) -> list[Node]:
    given = children(call.body, name)
    if len(given) > MOST_NODES_AT_ONCE:
        raise RefusalError(40058, f"{name} has more than {MOST_NODES_AT_ONCE} nodes")
    return list(dict.fromkeys(_node(world, call, one) for one in given))


def must_fit(world: World, tree: Tree, strategy: Strategy) -> None:
    """At most 3000 nodes, and inside the parent's range if there is a parent."""
    if len(strategy.range) > MOST_NODES:
        raise RefusalError(40058, f"range has more than {MOST_NODES} nodes")
    parent = tree.all.get(strategy.parent_id)
    if parent and not all(_is_inside(world, node, parent) for node in strategy.range):
        raise RefusalError(40058, "range is not inside the parent's")


def as_json(node: Node) -> Json:
    kind, what = node
    return {"type": kind, "userid" if kind == MEMBER else "partyid": what}


def _node(world: World, call: Call, fields: Json) -> Node:
    kind = fields.get("type")
    if kind == MEMBER:
        userid = str(fields.get("userid", "")).lower()
        _must_know(world, call, userid)
        return MEMBER, userid
    if kind != PARTY:
        raise RefusalError(40058, "type is 1 for a member or 2 for a department")
    party = fields.get("partyid")
    if not isinstance(party, int) or party not in world.departments:
        raise RefusalError(60123)
    return PARTY, party


def _must_know(world: World, call: Call, userid: str) -> None:
    if userid not in world.staff:
        raise RefusalError(40003, userid)
    must_see(world, call, userid)


def _is_inside(world: World, node: Node, parent: Strategy) -> bool:
    kind, what = node
    covered = world.departments.under(int(n) for k, n in parent.range if k == PARTY)
    if kind == PARTY:
        return what in covered
    return node in parent.range or bool(covered & set(world.staff[str(what)].departments))
