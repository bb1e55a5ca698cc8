"""What intercept rules do when a member writes to a customer: hold the words back, or warn him."""

import re
from dataclasses import asdict, dataclass, field

from bots.simulator.departments import Departments
from bots.simulator.models import Json, Staff

BLOCK = 1
PHONE, MAIL = 1, 2
MEANINGS = {PHONE: re.compile(r"(?<!\d)1\d{10}(?!\d)"), MAIL: re.compile(r"[\w.+-]+@[\w-]+\.\w+")}


@dataclass
class InterceptRule:
    rule_id: str
    rule_name: str
    word_list: list[str]
    semantics_list: list[int]
    intercept_type: int  # 1 holds the message back, 2 warns and lets it pass
    users: list[str]
    parties: list[int]
    create_time: int
    deleted: bool = False

    def binds(self, staff: Staff, departments: Departments) -> bool:
        inside = departments.under(self.parties) & set(staff.departments)
        return not self.deleted and (staff.userid in self.users or bool(inside))

    def strikes(self, text: str) -> bool:
        found = (MEANINGS[one].search(text) for one in self.semantics_list if one in MEANINGS)
        return any(word in text for word in self.word_list) or any(found)


@dataclass
class InterceptRules:
    rules: dict[str, InterceptRule] = field(default_factory=dict)
    struck: list[Json] = field(default_factory=list)

    def add(self, rule: InterceptRule) -> None:
        self.rules[rule.rule_id] = rule

    def living(self) -> list[InterceptRule]:
        return [rule for rule in self.rules.values() if not rule.deleted]

    def check(self, staff: Staff, departments: Departments, text: str, at: float) -> str:
        """The name of the rule that holds these words back, or ""; every hit is written down."""
        hits = [one for one in self.living() if one.binds(staff, departments) and one.strikes(text)]
        for rule in hits:
            blocked = rule.intercept_type == BLOCK
            said = {"at": at, "userid": staff.userid, "text": text}
            self.struck.append({**said, "rule_id": rule.rule_id, "blocked": blocked})
        return next((one.rule_name for one in hits if one.intercept_type == BLOCK), "")

    def truth(self) -> Json:
        return {"rules": [asdict(rule) for rule in self.rules.values()], "struck": self.struck}
