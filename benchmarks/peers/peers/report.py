"""The two files of a result: Markdown for readers, JSON with the values of every turn."""

import json
from dataclasses import asdict
from pathlib import Path

from peers import engines, usage
from peers.goals import LYNCEUS, POOL, Results, all_goals
from peers.stats import number, ratios, spread

NAME = "peers"


def write(folder: Path, head: dict, notes: "list[str]", results: Results) -> Path:
    """Writes peers-DATE.md and .json and replaces those of the same day; the Markdown file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}-{head['date']}.md"
    path.write_text(markdown(head, notes, results), encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps({**head, **_values(results)}, indent=1) + "\n")
    return path


def _values(results):
    goals = {
        f"{goal.name}, {goal.text}": [goal.result, goal.verdict()] for goal in all_goals(results)
    }
    return {
        "others": results.others,
        "warm": {
            size: {n: asdict(t) for n, t in turns.items()} for size, turns in results.warm.items()
        },
        "cold": {"size": results.cold_size, "pictures": results.cold_pictures, "s": results.cold},
        "goals": goals,
    }


def markdown(head: dict, notes: "list[str]", results: Results) -> str:
    machine = head["machine"]
    libraries = ", ".join(f"{name} {version}" for name, version in head["libraries"].items())
    lines = [
        f"# {NAME}",
        "",
        f"{head['date']}, commit {head['commit']}, {machine['cpu']}, {machine['cores']} cores,"
        f" {machine['system']}, {machine['java']}; Python {machine['python']}, {libraries}",
        "",
        "Medians of the turns, with least and most. ÷ pool: ratios of the same turn.",
        "",
    ]
    lines += [f"- {note}" for note in notes]
    lines += ["", "## Goals", "", "| | goal | result | |", "|---|---|---|---|"]
    lines += [goal.row() for goal in all_goals(results)]
    for size, turns in results.warm.items():
        lines += ["", f"## {size}, files of {results.file_kb[size]:.0f} kB", ""]
        lines += [f"Other programs used {100 * results.others[size]:.0f} % of the processors.", ""]
        lines += _speeds(turns) + _other_builds(turns) + _lynceus_parts(turns) + _agreements(turns)
    if results.cold:
        lines += [
            "",
            f"## From nothing to picture {results.cold_pictures}, {results.cold_size}",
            "",
        ]
        lines += _cold(results.cold)
    return "\n".join(lines) + "\n"


def _table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def _of_pool(mine, pool):
    return str(spread(ratios(mine, pool))) if pool else "–"


def _speeds(turns):
    pool = turns.get(POOL)
    rows = []
    for name, t in turns.items():
        row = [name]
        for key in ("rate", "p50_ms", "cpu_ms"):
            mine = getattr(t, key)
            row += [str(spread(mine)), _of_pool(mine, pool and getattr(pool, key))]
        row += [f"{t.pss_mb[when]['all']:.0f}" for when in ("work", "rest")]
        rows.append(row)
    heads = ["", "images/s", "÷ pool", "one image, p50 ms", "÷ pool", "CPU ms an image", "÷ pool"]
    return _table(heads + ["PSS MB at work", "20 s later"], rows)


def _other_builds(turns):
    if LYNCEUS not in turns:
        return []
    mine, rows = turns[LYNCEUS], []
    for name, t in turns.items():
        if name != LYNCEUS and name not in engines.NAMES:
            pairs = ((mine.rate, t.rate), (mine.p50_ms, t.p50_ms), (mine.cpu_ms, t.cpu_ms))
            rows.append([f"{LYNCEUS} ÷ {name}"] + [str(spread(ratios(a, b))) for a, b in pairs])
    return [""] + _table(["", "images/s", "one image, p50", "CPU an image"], rows) if rows else []


def _lynceus_parts(turns):
    mine = {name: t for name, t in turns.items() if t.parts_ms}
    if not mine:
        return []
    cpu = [
        [name] + [str(spread(t.parts_ms[part])) for part in usage.PARTS] for name, t in mine.items()
    ]
    lines = ["", "Where CPU ms of an image go, and PSS MB:", ""]
    lines += _table(["", *usage.PARTS], cpu) + [""]
    roles = [role for role in next(iter(mine.values())).pss_mb["work"] if role != "all"]
    memory = []
    for name, t in mine.items():
        for when, text in (("work", "at work"), ("rest", "20 s later")):
            memory.append([f"{name}, {text}"] + [f"{t.pss_mb[when][role]:.0f}" for role in roles])
    return lines + _table(["", *roles], memory)


def _agreements(turns):
    rows = []
    for name, t in turns.items():
        a = t.agreement
        rows.append([name, f"{a.same_objects} of {a.pictures}", f"{a.same_faces} of {a.pictures}"])
        rows[-1] += [f"{found}" for found in a.found.values()]
        rows[-1].append("; ".join(a.disagreements()) or "yes")
    reference = POOL if POOL in turns else next(iter(turns))
    heads = ["", f"pictures with the objects of {reference}", "with as many faces"]
    totals = list(next(iter(turns.values())).agreement.found)
    return ["", "What they found:", ""] + _table(heads + totals + ["the same work"], rows)


def _cold(cold):
    rows = [[name, str(spread(s)), _of_pool(s, cold.get(POOL))] for name, s in cold.items()]
    return _table(["", "s", "÷ pool"], rows)


def short(results: Results) -> str:
    """The goals, for the terminal."""
    width = max(len(goal.text) for goal in all_goals(results))
    lines = []
    for goal in all_goals(results):
        limit = goal.at_least if goal.at_least is not None else goal.at_most
        sign = "≥" if goal.at_least is not None else "≤"
        result = "" if goal.result is None else f"{goal.result}{goal.beside}: "
        lines.append(
            f"{goal.name} {goal.text:{width}} {sign} {number(limit):5} {result}{goal.verdict()}"
        )
    return "\n".join(lines)
