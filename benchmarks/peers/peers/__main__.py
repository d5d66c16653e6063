"""The run, from pictures to report."""

import datetime
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from peers import engines, machine, measure, networks, pictures, processes, report
from peers.goals import Results
from peers.measure import say
from peers.options import ROOT, options

NEEDED = {"numpy": "numpy", "cv2": "opencv-python-headless", "onnxruntime": "onnxruntime"}
COLD_PICTURES = 400


def launcher(tree: Path) -> str:
    """Builds that tree if it has to be, has its classes kept, and returns the launcher of what was built."""
    say(f"building {tree}, and keeping its classes")
    unpack = subprocess.run([str(tree / "lynceus"), "unpack"], stdout=subprocess.DEVNULL)
    if unpack.returncode:
        raise SystemExit(f"peers: {tree}/lynceus unpack has failed")
    return glob.glob(str(tree / "app/target/lynceus-*/lynceus-*/bin/lynceus"))[0]


def specs(chosen, scratch: Path) -> "list[dict]":
    found = []
    for name in chosen.engines:
        lacking = engines.missing(name)
        if lacking:
            say(f"{name} is left out: {lacking}")
        else:
            found.append({"name": name})
    for name, tree in {"lynceus": ROOT, **chosen.lynceus}.items():
        found.append({"name": name, "lynceus": launcher(tree)})
    common = {"workers": machine.cores()}
    return [{**spec, **common, "folder": str(scratch / spec["name"])} for spec in found]


def run(chosen, scratch: Path) -> int:
    field = measure.Field(specs(chosen, scratch), scratch)
    head = {
        "benchmark": report.NAME,
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "commit": machine.commit(ROOT),
        "machine": machine.here(),
        "libraries": machine.libraries(),
    }
    chosen_networks = networks.choose(ROOT, chosen.models)
    os.environ["PEERS_OBJECTS"] = chosen_networks["objects"]["file"]
    os.environ["PEERS_FACES"] = chosen_networks["faces"]["file"]
    os.environ["OMP_NUM_THREADS"] = "1"

    def save() -> Path:
        return report.write(chosen.results, head, notes(chosen, chosen_networks, field), results)

    results, files = Results(), {}
    for wanted in chosen.sizes:
        name = f"{wanted[0]}x{wanted[1]}"
        say(f"{chosen.batch} pictures of {name}")
        files[name] = pictures.make(chosen.data, wanted, chosen.batch, scratch / name)
        bytes_in_all = sum(Path(file).stat().st_size for file in files[name])
        results.file_kb[name] = bytes_in_all / len(files[name]) / 1e3
    try:
        field.start()
        for name, paths in files.items():
            say(f"warm, {name}: {', '.join(field.names())}")
            results.warm[name], results.others[name] = measure.warm(field, paths, chosen)
            save()  # so that who interrupts the rest has this
        field.stop()
        if chosen.rounds:
            results.cold_size, paths = next(iter(files.items()))
            many = (paths * COLD_PICTURES)[:COLD_PICTURES]
            results.cold_pictures = len(many)
            results.cold = measure.cold(field, many, chosen.rounds)
    finally:
        field.abandon()
        if field.failed:
            kept = tempfile.mkdtemp(prefix="peers-logs-")
            for name in field.failed:
                shutil.copy(scratch / f"{name}.log", kept)
            print(f"peers: logs of what failed: {kept}", file=sys.stderr)

    file = save()
    say(report.short(results))
    say(f"written: {file}")
    agreed = all(
        not turns.agreement.disagreements()
        for all_of in results.warm.values()
        for turns in all_of.values()
    )
    return 0 if agreed and not field.failed else 1


def notes(chosen, chosen_networks, field) -> "list[str]":
    lines = [
        f"{chosen.turns} turns of {chosen.batch} pictures at once and {chosen.singles} one by one;"
        f" {chosen.rounds} rounds from nothing."
    ]
    if chosen.quick:
        lines.append(
            "--quick: the JVMs still compile while they are measured, which costs them CPU."
        )
    for analysis, network in chosen_networks.items():
        took = ", ".join(f"{kind} {ms:.1f} ms" for kind, ms in network["ms"].items())
        lines.append(
            f"The Python engines run the {network['kind']} network for {analysis}"
            + (f", the faster one: {took} a run." if took else ".")
        )
    lines += [f"{name} failed; the tables have what it did before." for name in field.failed]
    return lines


def main() -> int:
    if not sys.platform.startswith("linux"):
        raise SystemExit("peers: CPU and memory are read from /proc, which only Linux has")
    chosen = options()
    lacking = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if lacking:
        raise SystemExit(f"peers: install what is missing: pip install {' '.join(lacking)}")
    processes.adopt_orphans()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="peers-") as scratch:
        try:
            return run(chosen, Path(scratch))
        except KeyboardInterrupt:
            print("peers: interrupted", file=sys.stderr)
            return 130


if __name__ == "__main__":
    sys.exit(main())
