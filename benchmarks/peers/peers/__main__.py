"""Options, and the run from pictures to report."""

import argparse
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

ROOT = Path(__file__).resolve().parents[3]
NEEDED = {"numpy": "numpy", "cv2": "opencv-python-headless", "onnxruntime": "onnxruntime"}
COLD_PICTURES = 400
# name, what it is, the usual value, the one of --quick, the least
NUMBERS = (
    ("turns", "turns of all engines, at each size", 10, 3, 1),
    ("batch", "different pictures of a size, which are handed out at once", 40, 20, 1),
    ("singles", "pictures one by one, in each turn", 10, 5, 1),
    ("warm", "pictures before the turns, for the JVMs' compilers", 400, 160, 0),
    ("rounds", "rounds from nothing to picture 400", 5, 1, 0),
)
SIZES, QUICK_SIZES = "768x576,1920x1080,3840x2160", "768x576,1920x1080"


def options(args=None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench peers",
        description="Lynceus beside Python engines that do the same analyses, in turns. README.md is in benchmarks/peers.",
    )
    add = parser.add_argument
    names = ",".join(engines.PEERS)
    add("--engines", default=names, help=f"of {','.join(engines.NAMES)} (default: {names})")
    add(
        "--lynceus",
        action="append",
        default=[],
        metavar="NAME=DIR",
        help="another build as another engine",
    )
    add("--data", type=Path, default=ROOT / "samples", help="folder of pictures (default: samples)")
    add("--models", type=Path, help="folder of the original networks; the faster ones are taken")
    add("--sizes", help=f"of the pictures (default: {SIZES})")
    for name, what, usual, quick, _ in NUMBERS:
        add(f"--{name}", type=int, help=f"{what} (default: {usual}; with --quick {quick})")
    add("--quick", action="store_true", help="a rough answer in some minutes")
    results = ROOT / "benchmarks" / "results"
    add("--results", type=Path, default=results, help="where the report goes")
    chosen = parser.parse_args(args)
    chosen.sizes = chosen.sizes or (QUICK_SIZES if chosen.quick else SIZES)
    for name, _, usual, quick, _ in NUMBERS:
        if getattr(chosen, name) is None:
            setattr(chosen, name, quick if chosen.quick else usual)
    try:
        check(chosen)
    except ValueError as error:
        parser.error(str(error))
    return chosen


def check(chosen) -> None:
    """Turns what is written into values; ValueError says what is wrong."""
    chosen.engines = [name for name in chosen.engines.split(",") if name]
    unknown = set(chosen.engines) - set(engines.NAMES)
    if unknown:
        raise ValueError(
            f"there is no engine {sorted(unknown)[0]}: there are {', '.join(engines.NAMES)}"
        )
    chosen.sizes = [size(text) for text in chosen.sizes.split(",")]
    for name, _, _, _, least in NUMBERS:
        if getattr(chosen, name) < least:
            raise ValueError(f"--{name} is {least} or more")
    for folder in filter(None, (chosen.data, chosen.models)):
        if not folder.is_dir():
            raise ValueError(f"there is no folder {folder}")
    chosen.lynceus = dict(build(text) for text in chosen.lynceus)


def size(text: str) -> "tuple[int, int]":
    width, x, height = text.partition("x")
    if not (
        x
        and width.isdigit()
        and height.isdigit()
        and 64 <= int(width) <= 8192
        and 64 <= int(height) <= 8192
    ):
        raise ValueError(f"{text} is no size: write 768x576, with sides of 64 to 8192 pixels")
    return int(width), int(height)


def build(text: str) -> "tuple[str, Path]":
    name, _, folder = text.partition("=")
    if not folder or not name.isidentifier() or name in engines.NAMES + ("lynceus",):
        raise ValueError(f"--lynceus is NAME=DIR, with a name of its own: {text}")
    if not (Path(folder) / "lynceus").is_file():
        raise ValueError(f"there is no Lynceus in {folder}: a source tree is wanted")
    return name, Path(folder).resolve()


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

    results, files = Results(), {}
    for wanted in chosen.sizes:
        name = f"{wanted[0]}x{wanted[1]}"
        say(f"{chosen.batch} pictures of {name}")
        files[name] = pictures.make(chosen.data, wanted, chosen.batch, scratch / name)
        results.file_kb[name] = (
            sum(Path(f).stat().st_size for f in files[name]) / len(files[name]) / 1e3
        )
    try:
        field.start()
        for name, paths in files.items():
            say(f"warm, {name}: {', '.join(field.names())}")
            results.warm[name] = measure.warm(field, paths, chosen)
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

    file = report.write(chosen.results, head, notes(chosen, chosen_networks, field), results)
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
    lines += [f"{name} is not in the tables: it failed." for name in field.failed]
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
