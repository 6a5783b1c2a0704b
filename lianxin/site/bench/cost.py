"""What a run cost, and how that is told."""

import statistics
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Cost:
    """What 1,000 requests cost in CPU seconds: in all, and of that in PostgreSQL."""

    cpu_seconds: float
    postgres_seconds: float
    per_second: float


@dataclass(frozen=True)
class Result:
    """A hot path beside its floor; `ratio` compares their CPU seconds."""

    name: str
    label: str
    clients: int
    requests: int
    product: Cost
    floor: Cost
    ratio: float
    rows: dict[str, float]
    ratios: dict[str, float] = field(default_factory=dict)  # of its parts, where it has any
    figures: dict[str, float] = field(default_factory=dict)  # what else was measured, with its unit

    def as_json(self) -> dict:
        return asdict(self)


def cost(own: float, postgres: float, requests: int, per_second: float) -> Cost:
    """Return the cost of so many requests as that of 1,000."""
    in_thousand = 1000 / requests
    return Cost((own + postgres) * in_thousand, postgres * in_thousand, per_second)


def median(costs: list[Cost]) -> Cost:
    """Return the median of several turns, column by column."""
    columns = zip(*(asdict(cost).values() for cost in costs), strict=True)
    return Cost(*(round(statistics.median(column), 3) for column in columns))
