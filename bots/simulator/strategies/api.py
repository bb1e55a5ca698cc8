"""customer_strategy/* and moment_strategy/*: the same six calls over two trees."""

from collections.abc import Callable

from bots.simulator import tagbook
from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.strategies import fields
from bots.simulator.strategies.models import Strategy, Tree
from bots.simulator.world import World

PER_PAGE = 1000
DEEPEST = 5


class StrategyApi:
    def __init__(self, tree: Callable[[World], Tree]) -> None:
        self._tree = tree

    def list(self, world: World, call: Call) -> Json:
        ids = list(self._tree(world).all)
        shown, cursor = page(ids, call.body, default=PER_PAGE, most=PER_PAGE)
        return _paged({"strategy": [{"strategy_id": one} for one in shown]}, cursor)

    def get(self, world: World, call: Call) -> Json:
        return {"strategy": self._known(world, call).as_json()}

    def get_range(self, world: World, call: Call) -> Json:
        nodes = self._known(world, call).range
        shown, cursor = page(nodes, call.body, default=PER_PAGE, most=PER_PAGE)
        return _paged({"range": [fields.as_json(node) for node in shown]}, cursor)

    def create(self, world: World, call: Call) -> Json:
        """Under a parent it inherits the parent's privileges and lies inside its range."""
        tree = self._tree(world)
        parent_id = integer(call.body, "parent_id", 0)
        name = text(call.body, "strategy_name", missing=40063)
        admins, nodes = fields.admins(world, call), fields.nodes(world, call, "range")
        if not admins or not nodes:
            raise RefusalError(40063, "admin_list and range")
        privilege = fields.privilege(call, tree)
        if parent_id:
            privilege = dict(_parent(tree, parent_id).privilege)
        made = (tree.made + 1, parent_id, name, int(world.now()), admins, privilege, nodes)
        strategy = Strategy(*made)
        fields.must_fit(world, tree, strategy)
        tree.made = strategy.strategy_id
        tree.all[strategy.strategy_id] = strategy
        return {"strategy_id": strategy.strategy_id}

    def edit(self, world: World, call: Call) -> Json:
        """What is empty stays; nodes are added, then taken away."""
        tree, old = self._tree(world), self._known(world, call)
        gone = set(fields.nodes(world, call, "range_del"))
        nodes = list(dict.fromkeys([*old.range, *fields.nodes(world, call, "range_add")]))
        name = text(call.body, "strategy_name") or old.strategy_name
        admins = fields.admins(world, call) or old.admin_list
        is_free = bool(call.body.get("privilege")) and not old.parent_id
        privilege = fields.privilege(call, tree) if is_free else old.privilege
        kept = [node for node in nodes if node not in gone]
        head = (old.strategy_id, old.parent_id, name, old.create_time)
        new = Strategy(*head, admins, privilege, kept)
        fields.must_fit(world, tree, new)
        tree.all[old.strategy_id] = new
        for heir in _heirs(tree, new):
            heir.privilege = dict(privilege)
        return {}

    def delete(self, world: World, call: Call) -> Json:
        """Its tags go with it; one that has children stays."""
        tree, strategy = self._tree(world), self._known(world, call)
        if tree.children(strategy):
            raise RefusalError(40058, "the strategy has children")
        del tree.all[strategy.strategy_id]
        if tree is world.strategies.of_customers:
            groups = [g for g in world.tag_groups.values() if g.strategy_id == strategy.strategy_id]
            for group in groups:
                tagbook.remove(world, group.group_id)
        return {}

    def _known(self, world: World, call: Call) -> Strategy:
        strategy = self._tree(world).all.get(integer(call.body, "strategy_id", 0))
        if strategy is None:
            raise RefusalError(40058, "strategy_id")
        return strategy


def _parent(tree: Tree, parent_id: int) -> Strategy:
    parent = tree.all.get(parent_id)
    if parent is None:
        raise RefusalError(40058, "parent_id")
    if len(list(tree.line(parent))) >= DEEPEST:
        raise RefusalError(40058, f"strategies are at most {DEEPEST} deep")
    return parent


def _heirs(tree: Tree, strategy: Strategy) -> list[Strategy]:
    """Everybody below: they have the privileges of the topmost."""
    below = tree.children(strategy)
    return below + [heir for child in below for heir in _heirs(tree, child)]


def _paged(answer: Json, cursor: str) -> Json:
    """Here WeCom leaves next_cursor out at the end."""
    return {**answer, "next_cursor": cursor} if cursor else answer


CUSTOMER = StrategyApi(lambda world: world.strategies.of_customers)
MOMENT = StrategyApi(lambda world: world.strategies.of_moments)

PATHS: dict[str, Endpoint] = {
    "externalcontact/customer_strategy/list": Endpoint("POST", CUSTOMER.list),
    "externalcontact/customer_strategy/get": Endpoint("POST", CUSTOMER.get),
    "externalcontact/customer_strategy/get_range": Endpoint("POST", CUSTOMER.get_range),
    "externalcontact/customer_strategy/create": Endpoint("POST", CUSTOMER.create),
    "externalcontact/customer_strategy/edit": Endpoint("POST", CUSTOMER.edit),
    "externalcontact/customer_strategy/del": Endpoint("POST", CUSTOMER.delete),
    "externalcontact/moment_strategy/list": Endpoint("POST", MOMENT.list),
    "externalcontact/moment_strategy/get": Endpoint("POST", MOMENT.get),
    "externalcontact/moment_strategy/get_range": Endpoint("POST", MOMENT.get_range),
    "externalcontact/moment_strategy/create": Endpoint("POST", MOMENT.create),
    "externalcontact/moment_strategy/edit": Endpoint("POST", MOMENT.edit),
    "externalcontact/moment_strategy/del": Endpoint("POST", MOMENT.delete),
}
