"""The CPU time of an engine between two moments, and of Lynceus by what it was for."""

import os

from peers import processes
from peers.processes import TICKS_PER_S, Stat

MASTER, WORKERS, SLAVES, JVM, CLIENT = (
    "master",
    "slaves' workers",
    "slaves' other threads",
    "compiler and GC",
    "client",
)
PARTS = (MASTER, WORKERS, SLAVES, JVM, CLIENT)
OUTSIDE = (MASTER, SLAVES, JVM)
# /proc has the first 15 characters of a thread's name.
_JVM_THREADS = (
    "C1 Compiler",
    "C2 Compiler",
    "Sweeper",
    "GC Thread",
    "G1 ",
    "VM Thread",
    "VM Periodic",
)


class Moment:
    """What an engine had used until now."""

    def __init__(self, driver: int, roles: "dict[str, int]"):
        self.driver, self.roles = driver, roles
        self.processes = processes.all_stats()
        self.threads = {role: processes.threads(pid) for role, pid in roles.items()}

    def total_ticks(self) -> int:
        pids = processes.tree(self.driver, self.processes)
        found = [self.processes[pid] for pid in pids]
        return sum(stat.own_ticks + stat.ended_children_ticks for stat in found)


class Neighbours:
    """How much of the machine other programs use, from now on."""

    def __init__(self):
        self.busy, self.all = processes.busy_ticks()
        self.ours = _ours()

    def share(self) -> float:
        """Of all processors' time since then, the part that was not ours, 0 to 1."""
        busy, everything = processes.busy_ticks()
        others = busy - self.busy - (_ours() - self.ours)
        return max(0, others) / max(1, everything - self.all)


def _ours() -> int:
    return Moment(os.getpid(), {}).total_ticks()


def cpu_ms(before: Moment, after: Moment) -> float:
    """Of the driver and all that it has started."""
    return _ms(after.total_ticks() - before.total_ticks())


def cpu_parts_ms(before: Moment, after: Moment) -> "dict[str, float]":
    """The same for Lynceus, by PARTS."""
    parts = dict.fromkeys(PARTS, 0)
    for role, pid in after.roles.items():
        own = after.processes[pid].own_ticks - before.processes[pid].own_ticks
        named = thread_ticks(before.threads[role], after.threads[role])
        for part, ticks in named.items():
            parts[part] += ticks
        parts[MASTER if role == "master" else SLAVES] += own - sum(named.values())
    parts[CLIENT] = after.total_ticks() - before.total_ticks() - sum(parts.values())
    return {part: _ms(ticks) for part, ticks in parts.items()}


def thread_ticks(before: "dict[int, Stat]", after: "dict[int, Stat]") -> "dict[str, int]":
    """Of one process, the ticks of those threads whose names say what they are for."""
    parts = {WORKERS: 0, JVM: 0}
    for thread, stat in after.items():
        part = _part(stat.name)
        if part:
            earlier = before.get(thread)
            same = earlier is not None and earlier.name == stat.name
            parts[part] += stat.own_ticks - (earlier.own_ticks if same else 0)
    return parts


def _part(thread: str):
    if thread.startswith("worker-"):
        return WORKERS
    return JVM if thread.startswith(_JVM_THREADS) else None


def _ms(ticks: int) -> float:
    return 1e3 * ticks / TICKS_PER_S
