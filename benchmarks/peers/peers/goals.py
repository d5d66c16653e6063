"""The goals Q1 to Q7 of issue 14: what Lynceus should be beside the others."""

from dataclasses import dataclass, field

from peers import engines, usage
from peers.stats import Spread, number, ratios, spread

LYNCEUS, POOL = "lynceus", "pool"
SMALL, LARGE = "768x576", "1920x1080"


@dataclass
class Results:
    """All that was measured."""

    warm: dict = field(default_factory=dict)  # size, as 768x576: {engine: measure.Turns}
    others: dict = field(default_factory=dict)  # size: part of the machine that others used
    cold: dict = field(default_factory=dict)  # engine: seconds of each round
    cold_size: str = ""
    cold_pictures: int = 0
    file_kb: dict = field(default_factory=dict)  # size: mean size of a file


@dataclass
class Goal:
    """One goal and what became of it; no result where it was not measured."""

    name: str
    text: str
    at_least: "float | None" = None
    at_most: "float | None" = None
    result: "Spread | None" = None
    beside: str = ""

    def verdict(self) -> str:
        if self.result is None:
            return "not measured"
        low = self.at_least is not None and self.result.median < self.at_least
        high = self.at_most is not None and self.result.median > self.at_most
        return "missed" if low or high else "reached"

    def row(self) -> str:
        limit = (
            f"≥ {number(self.at_least)}"
            if self.at_least is not None
            else f"≤ {number(self.at_most)}"
        )
        result = "" if self.result is None else f"{self.result}{self.beside}"
        return f"| {self.name} | {self.text} {limit} | {result} | {self.verdict()} |"


def all_goals(results: Results) -> "list[Goal]":
    goals = _speed(results, SMALL, "Q1", 1.15, "Q2", 0.75) + _speed(
        results, LARGE, "Q3", 2.2, "Q3", 0.4
    )
    sizes = [size for size in results.warm if LYNCEUS in results.warm[size]] or [SMALL]
    for size in sizes:
        goals += _cost(results.warm.get(size, {}), size)
    text = f"from nothing to picture {results.cold_pictures or 400} ÷ pool"
    cold = Goal("Q7", text, at_most=1.0)
    if LYNCEUS in results.cold and POOL in results.cold:
        cold.result = spread(ratios(results.cold[LYNCEUS], results.cold[POOL]))
    return sorted(goals + [cold], key=lambda goal: goal.name)


def _speed(results, size, rate_name, least, p50_name, most):
    turns = results.warm.get(size, {})
    rate = Goal(rate_name, f"{size}: images/s ÷ the best engine", at_least=least)
    p50 = Goal(p50_name, f"{size}: p50 of one image ÷ the best that splits", at_most=most)
    if LYNCEUS in turns:
        mine = turns[LYNCEUS]
        peers = {name: t for name, t in turns.items() if name in engines.NAMES}
        splitting = {name: t for name, t in peers.items() if engines.splits(name)}
        if peers:
            best = max(peers, key=lambda name: spread(peers[name].rate).median)
            rate.result = spread(ratios(mine.rate, peers[best].rate))
            rate.beside = f" of {best}"
        if splitting:
            best = min(splitting, key=lambda name: spread(splitting[name].p50_ms).median)
            p50.result = spread(ratios(mine.p50_ms, splitting[best].p50_ms))
            p50.beside = f" of {best}"
    return [rate, p50]


def _cost(turns, size):
    cpu = Goal("Q4", f"{size}: CPU an image ÷ pool", at_most=0.9)
    outside = Goal("Q5", f"{size}: CPU an image outside the slaves' workers, ms", at_most=3)
    memory = Goal("Q6", f"{size}: PSS of master and slaves at work ÷ pool", at_most=1.75)
    if LYNCEUS in turns:
        mine = turns[LYNCEUS]
        parts = (mine.parts_ms[part] for part in usage.OUTSIDE)
        outside.result = spread([sum(values) for values in zip(*parts)])
        if POOL in turns:
            pool = turns[POOL]
            cpu.result = spread(ratios(mine.cpu_ms, pool.cpu_ms))
            ratio = mine.pss_mb["work"]["all"] / pool.pss_mb["work"]["all"]
            memory.result = spread([ratio])
    return [cpu, outside, memory]
