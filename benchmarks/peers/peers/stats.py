"""The few statistics that the report needs."""

import statistics
from typing import NamedTuple, Sequence


class Spread(NamedTuple):
    """Median, least and greatest of some values."""

    median: float
    least: float
    most: float

    def __str__(self):
        if self.least == self.most:
            return number(self.median)
        return f"{number(self.median)} ({number(self.least)}–{number(self.most)})"


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


def ratios(values: Sequence[float], others: Sequence[float]) -> "list[float]":
    """One ratio a turn: what disturbs the machine for a while bends both sides of it."""
    if len(values) != len(others):
        raise ValueError(f"{len(values)} turns cannot be compared with {len(others)}")
    return [a / b for a, b in zip(values, others)]


def number(value: float) -> str:
    """Three significant digits, and all digits before the point."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"
