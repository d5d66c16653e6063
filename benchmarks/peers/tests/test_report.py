import json
import tempfile
import unittest
from pathlib import Path

from peers import agreement, machine, report, usage
from peers.goals import Results, all_goals
from peers.measure import Turns

HEAD = {
    "benchmark": "peers",
    "date": "2026-01-02",
    "commit": "abc1234",
    "machine": {"cpu": "CPU", "cores": 2, "system": "Linux 6", "java": "JDK 17", "python": "3.11"},
    "libraries": {"numpy": "2.0"},
}
FOUND = {"objects": ["cat"], "faces": 0, "edge pixels": 10, "corners": 5}


def turns(rate, p50, cpu, pss, parts=None):
    made = Turns(rate, p50, cpu, parts or {})
    made.pss_mb = {when: {"all": pss} for when in ("work", "rest")}
    made.agreement = agreement.compare([FOUND], [FOUND])
    return made


def results():
    parts = dict(zip(usage.PARTS, ([2, 2], [70, 70], [0.5, 0.5], [1, 1], [9, 9])))
    lynceus = turns([24, 20], [30, 40], [80, 90], 600, parts)
    lynceus.pss_mb["work"].update({"master": 100, "slave 1": 250})
    lynceus.pss_mb["rest"].update({"master": 90, "slave 1": 150})
    warm = {
        "768x576": {
            "pool": turns([20, 16], [60, 60], [100, 100], 400),
            "paper": turns([12, 10], [50, 80], [120, 120], 500),
            "dask-whole": turns([8, 8], [10, 10], [130, 130], 500),
            "lynceus": lynceus,
        }
    }
    cold = {"pool": [20, 20], "lynceus": [22, 18]}
    others = {"768x576": 0.254}
    return Results(warm, others, cold, "768x576", 400, {"768x576": 82.0})


class GoalsTest(unittest.TestCase):
    def goal(self, name):
        return next(goal for goal in all_goals(results()) if goal.name == name)

    def test_images_are_compared_with_the_best_engine(self):
        q1 = self.goal("Q1")
        self.assertEqual((q1.result.least, q1.result.most, q1.beside), (1.2, 1.25, " of pool"))
        self.assertEqual(q1.verdict(), "reached")

    def test_one_image_is_compared_with_the_best_engine_that_splits(self):
        q2 = self.goal("Q2")
        self.assertEqual((q2.result.least, q2.result.most, q2.beside), (0.5, 0.6, " of paper"))

    def test_what_was_not_measured_is_not_reached(self):
        q3 = self.goal("Q3")
        self.assertIsNone(q3.result)
        self.assertEqual(q3.verdict(), "not measured")

    def test_cpu_outside_the_workers_is_without_the_client(self):
        self.assertEqual(self.goal("Q5").result.median, 3.5)
        self.assertEqual(self.goal("Q5").verdict(), "missed")

    def test_cost_and_cold_start_are_compared_with_the_pool(self):
        self.assertAlmostEqual(self.goal("Q4").result.median, 0.85)
        self.assertEqual(self.goal("Q6").result.median, 1.5)
        self.assertEqual(self.goal("Q7").result, (1.0, 0.9, 1.1))

    def test_without_lynceus_or_peers_nothing_is_measured(self):
        verdicts = {goal.verdict() for goal in all_goals(Results())}
        self.assertEqual(verdicts, {"not measured"})


class ReportTest(unittest.TestCase):
    def test_the_markdown_has_all_tables(self):
        text = report.markdown(HEAD, ["a note"], results())
        self.assertIn(
            "2026-01-02, commit abc1234, CPU, 2 cores, Linux 6, JDK 17; Python 3.11, numpy 2.0",
            text,
        )
        self.assertIn("- a note\n", text)
        self.assertIn(
            "| Q1 | 768x576: images/s ÷ the best engine ≥ 1.15 | 1.23 (1.20–1.25) of pool | reached |",
            text,
        )
        self.assertIn("## 768x576, files of 82 kB", text)
        self.assertIn("Other programs used 25 % of the processors.", text)
        self.assertIn("| pool | 18.0 (16.0–20.0) | 1.00 |", text)
        self.assertIn("| lynceus, 20 s later | 90 | 150 |", text)
        self.assertIn("| lynceus | 1 of 1 | 1 of 1 | 1 | 0 | 10 | 5 | yes |", text)
        self.assertIn("| lynceus | 20.0 (18.0–22.0) | 1.00 (0.900–1.10) |", text)

    def test_without_a_pool_there_are_no_ratios_to_it(self):
        alone = results()
        del alone.warm["768x576"]["pool"], alone.cold["pool"]
        self.assertIn("| paper | 11.0 (10.0–12.0) | – |", report.markdown(HEAD, [], alone))

    def test_other_builds_are_compared_with_this_one(self):
        both = results()
        both.warm["768x576"]["before"] = turns([12, 10], [60, 40], [100, 90], 600)
        text = report.markdown(HEAD, [], both)
        self.assertIn("| lynceus ÷ before | 2.00 | 0.750 (0.500–1.00) | 0.900 (0.800–1.00) |", text)

    def test_the_json_has_every_turn(self):
        with tempfile.TemporaryDirectory() as folder:
            path = report.write(Path(folder), HEAD, [], results())
            self.assertEqual(path.name, "peers-2026-01-02.md")
            values = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        self.assertEqual(values["warm"]["768x576"]["pool"]["rate"], [20, 16])
        self.assertEqual(values["cold"]["s"]["lynceus"], [22, 18])
        self.assertEqual(values["commit"], "abc1234")


class MachineTest(unittest.TestCase):
    def test_java_is_named_by_maker_and_version(self):
        said = (
            "Property settings:\n    java.class.path = \n    java.library.path = /a\n        /b\n"
            "    java.runtime.version = 17.0.1+2\n    java.vendor = Acme\n"
        )
        self.assertEqual(machine.java_version(said), "Acme 17.0.1+2")

    def test_the_processor_is_named(self):
        self.assertEqual(machine.cpu("processor : 0\nmodel name\t: A CPU\n"), "A CPU")
