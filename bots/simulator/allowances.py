"""What the corp may do and how much: industry, ceilings, and members who cannot serve yet."""

from dataclasses import dataclass, field


@dataclass
class Allowances:
    medical: bool = False  # temporary sessions are for the medical industry
    most_tags: int = 10_000  # corp tags and strategy tags together
    most_contact_ways: int = 500_000  # made by the API; join ways of groups count too
    most_temp_ways_a_day: int = 100_000
    most_links: int = 10_000
    most_customers: int = 20_000  # of one member
    not_verified: set[str] = field(default_factory=set)
