"""The measurements: engines in turns, warm; and each from nothing to the last picture, cold."""

import contextlib
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field

from peers import agreement, processes, usage
from peers.driver import Driver, EngineError

WARM_BATCHES = 2
REST_S = 20
SAMPLE_S = 0.25


@dataclass
class Turns:
    """What one engine did with pictures of one size; lists have a value a turn."""

    rate: list = field(default_factory=list)  # images/s
    p50_ms: list = field(default_factory=list)  # of single pictures, one after the other
    cpu_ms: list = field(default_factory=list)  # an image, of the engine's whole process tree
    parts_ms: dict = field(default_factory=dict)  # Lynceus only: the same by usage.PARTS
    pss_mb: dict = field(default_factory=dict)  # "work" and "rest": of each role, and "all"
    agreement: "agreement.Agreement | None" = None


def say(text: str) -> None:
    print(text, flush=True)


class Field:
    """The engines that take part. One that fails is out, loudly, and the others go on."""

    def __init__(self, specs: "list[dict]", logs):
        self.specs, self.logs = {spec["name"]: spec for spec in specs}, logs
        self.drivers = {}
        self.failed = {}

    def names(self) -> "list[str]":
        return [name for name in self.specs if name not in self.failed]

    def driver(self, name: str) -> Driver:
        """A new process: the engine's clock starts here."""
        driver = Driver(self.specs[name], self.logs / f"{name}.log")
        self.drivers[name] = driver
        return driver

    def each(self, work, names=None) -> dict:
        """Calls work(name) for every engine that has not failed; the results of those that did not."""
        results = {}
        for name in self.names() if names is None else names:
            try:
                results[name] = work(name)
            except EngineError as error:
                self.failed[name] = str(error)
                say(f"!!! {error}: it is out")
                self.drivers.pop(name, None)
                others = [driver.pid for driver in self.drivers.values()]
                processes.end_descendants(patience_s=5, but=others)
        return results

    def start(self) -> None:
        self.each(lambda name: self.driver(name).start())

    def stop(self) -> None:
        self.each(lambda name: self.drivers.pop(name).stop(), list(self.drivers))

    def abandon(self) -> None:
        """Ends everything that was started, whatever state it is in."""
        for driver in self.drivers.values():
            with contextlib.suppress(OSError):
                driver.process.stdin.close()
        killed = processes.end_descendants()
        if killed:
            print("peers: had to be killed: " + ", ".join(killed), file=sys.stderr)


def warm(engines: Field, paths: "list[str]", chosen) -> "tuple[dict[str, Turns], float]":
    """All engines are alive, and get the same pictures in turns; how many turns the options say.

    Also returns the part of the machine that other programs used meanwhile, 0 to 1.
    """
    singles = chosen.singles
    found = {name: Turns() for name in engines.names()}

    def warm_up(name):
        driver = engines.drivers[name]
        summaries = driver.summaries(paths)
        batches = -(-chosen.warm // len(paths)) if driver.roles else WARM_BATCHES
        for _ in range(batches):
            driver.batch(paths)
        driver.singles(paths[:singles])
        return summaries

    summaries = engines.each(warm_up)
    reference = "pool" if "pool" in summaries else next(iter(summaries), None)
    for name in summaries:
        found[name].agreement = agreement.compare(summaries[name], summaries[reference])
        for difference in found[name].agreement.disagreements():
            say(f"!!! {name} does not find what {reference} finds: {difference}")

    neighbours = usage.Neighbours()
    for turn in range(chosen.turns):
        order = engines.names()
        for_all = engines.each(
            lambda name: _turn(engines.drivers[name], found[name], paths, singles),
            order if turn % 2 == 0 else order[::-1],
        )
        figures = (f"{name} {rate:.1f}/s {p50:.0f} ms" for name, (rate, p50) in for_all.items())
        say(f"turn {turn + 1}: " + ", ".join(figures))

    others = neighbours.share()

    work = engines.each(lambda name: _memory_at_work(engines.drivers[name], paths))
    time.sleep(REST_S)
    rest = engines.each(lambda name: _memory(engines.drivers[name]))
    for name in rest:
        found[name].pss_mb = {"work": work[name], "rest": rest[name]}
    return {name: found[name] for name in engines.names()}, others


def _turn(driver, turns, paths, singles):
    before = usage.Moment(driver.pid, driver.roles)
    seconds = driver.batch(paths)
    after = usage.Moment(driver.pid, driver.roles)
    turns.rate.append(len(paths) / seconds)
    turns.cpu_ms.append(usage.cpu_ms(before, after) / len(paths))
    if driver.roles:
        for part, ms in usage.cpu_parts_ms(before, after).items():
            turns.parts_ms.setdefault(part, []).append(ms / len(paths))
    turns.p50_ms.append(1e3 * statistics.median(driver.singles(paths[:singles])))
    return turns.rate[-1], turns.p50_ms[-1]


def _memory(driver) -> "dict[str, float]":
    found = {role: processes.pss_mb([pid]) for role, pid in driver.roles.items()}
    # A client of Lynceus is no part of it, as it has nothing to do; that of other engines is their master.
    pids = driver.roles.values() or processes.tree(driver.pid, processes.all_stats())
    return {**found, "all": processes.pss_mb(pids)}


def _memory_at_work(driver, paths) -> "dict[str, float]":
    """The greatest values while a batch is computed."""
    most, done = {}, threading.Event()

    def watch():
        while not done.wait(SAMPLE_S):
            for role, mb in _memory(driver).items():
                most[role] = max(mb, most.get(role, 0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        driver.batch(paths)
    finally:
        done.set()
        watcher.join()
    return most or _memory(driver)


def cold(engines: Field, paths: "list[str]", rounds: int) -> "dict[str, list[float]]":
    """For each engine the seconds of each round, from no process at all to the last picture's findings."""
    seconds = {name: [] for name in engines.names()}

    def run(name):
        begin = time.perf_counter()
        driver = engines.driver(name)
        driver.start()
        driver.batch(paths)
        seconds[name].append(time.perf_counter() - begin)
        engines.drivers.pop(name).stop()
        say(f"cold, {name}: {seconds[name][-1]:.1f} s")

    for number in range(rounds):
        order = engines.names()
        engines.each(run, order if number % 2 == 0 else order[::-1])
    return {name: seconds[name] for name in engines.names()}
