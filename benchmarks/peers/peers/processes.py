"""What Linux says of processes, from /proc; and the end of those that were started here."""

import ctypes
import os
import signal
import time
from typing import NamedTuple, Sequence

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_SET_CHILD_SUBREAPER = 36


class Stat(NamedTuple):
    """A process or thread: its name, its parent, and CPU in clock ticks."""

    name: str
    state: str
    parent: int
    own_ticks: int
    ended_children_ticks: int


def parse_stat(text: str) -> Stat:
    """A line of /proc/PID/stat. The name may hold spaces and parentheses."""
    begin, end = text.index("("), text.rindex(")")
    fields = text[end + 2 :].split()
    return Stat(
        name=text[begin + 1 : end],
        state=fields[0],
        parent=int(fields[1]),
        own_ticks=int(fields[11]) + int(fields[12]),
        ended_children_ticks=int(fields[13]) + int(fields[14]),
    )


def parse_pss(text: str) -> int:
    """The PSS of /proc/PID/smaps_rollup in kB: pages that n processes share count as an n-th."""
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise ValueError("there is no line Pss:")


def parse_busy(text: str) -> "tuple[int, int]":
    """Of /proc/stat: the ticks in which processors were busy with anything, and all ticks."""
    ticks = [int(field) for field in text.splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def busy_ticks() -> "tuple[int, int]":
    return parse_busy(_read("/proc/stat"))


def tree(root: int, stats: "dict[int, Stat]") -> "list[int]":
    """The process and all that descend from it."""
    children = {}
    for pid, stat in stats.items():
        children.setdefault(stat.parent, []).append(pid)
    found, new = [], [root] if root in stats else []
    while new:
        pid = new.pop()
        found.append(pid)
        new += children.get(pid, [])
    return found


def all_stats() -> "dict[int, Stat]":
    return _stats("/proc")


def threads(pid: int) -> "dict[int, Stat]":
    return _stats(f"/proc/{pid}/task")


def _stats(folder) -> "dict[int, Stat]":
    found = {}
    try:
        entries = os.listdir(folder)
    except OSError:
        return found
    for entry in entries:
        if entry.isdigit():
            try:
                found[int(entry)] = parse_stat(_read(f"{folder}/{entry}/stat"))
            except OSError:
                pass  # it has ended
    return found


def pss_mb(pids) -> float:
    """Of processes together, in MB of 2^20 bytes."""
    total = 0
    for pid in pids:
        try:
            total += parse_pss(_read(f"/proc/{pid}/smaps_rollup"))
        except (OSError, ValueError):
            pass  # it has ended
    return total / 1024


def adopt_orphans() -> None:
    """From now on descendants whose parents end become children of this process: none gets lost."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)


def end_descendants(patience_s: float = 20, but: "Sequence[int]" = ()) -> "list[str]":
    """Ends all that descends from this process, by process id; returns the names of what had to be killed.

    What descends from processes in `but` lives on, and so do these.
    """
    killed = []
    for sign, patience in ((signal.SIGTERM, patience_s), (signal.SIGKILL, 5)):
        for pid, name in _living(but).items():
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                continue
            if sign == signal.SIGKILL:
                killed.append(name)
        deadline = time.monotonic() + patience
        while _living(but) and time.monotonic() < deadline:
            time.sleep(0.05)
    _reap()
    return killed


def _living(but) -> "dict[int, str]":
    _reap()
    stats = all_stats()
    kept = {os.getpid()}.union(*(tree(pid, stats) for pid in but))
    pids = (pid for pid in tree(os.getpid(), stats) if pid not in kept)
    return {pid: stats[pid].name for pid in pids if stats[pid].state != "Z"}


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _read(path) -> str:
    with open(path, errors="replace") as file:
        return file.read()
