"""The options of the benchmark, and what is wrong with them."""

import argparse
from pathlib import Path

from peers import engines

ROOT = Path(__file__).resolve().parents[3]

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
