"""Whether engines find the same in the same pictures."""

from typing import NamedTuple, Sequence

COUNTS = ("objects", "faces", "edge pixels", "corners")
# Of all pictures together. Decoders of different versions differ by a grey level here and there, and what
# stands at a threshold then falls on either side of it.
MOST_APART = {"objects": 0.05, "faces": 0.05, "edge pixels": 0.02, "corners": 0.02}
# That many objects or faces may differ in any case: a few pictures have few of them.
MOST_THINGS_APART = 2


class Agreement(NamedTuple):
    """Of one engine with another."""

    pictures: int
    same_objects: int  # pictures in which both found the same labels
    same_faces: int  # pictures in which both found as many faces
    found: "dict[str, int]"  # in all pictures
    by_other: "dict[str, int]"

    def disagreements(self) -> "list[str]":
        """What differs too far; empty if the engines do the same work."""
        return [self._line(count) for count in COUNTS if self._differs(count)]

    def apart(self, count: str) -> float:
        """How far the totals differ, as a part of the other's."""
        mine, other = self.found[count], self.by_other[count]
        return abs(mine - other) / other if other else float(mine > 0)

    def _differs(self, count):
        difference = abs(self.found[count] - self.by_other[count])
        few = count in ("objects", "faces") and difference <= MOST_THINGS_APART
        return not few and self.apart(count) > MOST_APART[count]

    def _line(self, count):
        return f"{self.found[count]} {count} instead of {self.by_other[count]}"


def compare(mine: Sequence[dict], others: Sequence[dict]) -> Agreement:
    """Summaries of the same pictures, in the same order."""
    if len(mine) != len(others):
        raise ValueError(f"{len(mine)} pictures cannot be compared with {len(others)}")
    pairs = list(zip(mine, others))
    return Agreement(
        pictures=len(pairs),
        same_objects=sum(a["objects"] == b["objects"] for a, b in pairs),
        same_faces=sum(a["faces"] == b["faces"] for a, b in pairs),
        found=_totals(mine),
        by_other=_totals(others),
    )


def _totals(summaries):
    return {c: sum(len(s[c]) if c == "objects" else s[c] for s in summaries) for c in COUNTS}
