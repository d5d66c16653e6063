import contextlib
import io
import unittest

from peers import engines
from peers.options import ROOT, build, options, size


class OptionsTest(unittest.TestCase):
    def refusal(self, *args):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as end:
            options(args)
        self.assertEqual(end.exception.code, 2)
        return said.getvalue()

    def test_quick_changes_what_is_not_said(self):
        chosen = options(["--quick", "--turns", "7"])
        self.assertEqual((chosen.turns, chosen.rounds), (7, 1))
        self.assertEqual(chosen.sizes, [(768, 576), (1920, 1080)])

    def test_all_engines_take_part(self):
        self.assertEqual(options([]).engines, list(engines.PEERS))

    def test_wrong_values_are_named(self):
        self.assertIn("there is no engine pol: there are pool,", self.refusal("--engines", "pol"))
        self.assertIn("--turns is 1 or more", self.refusal("--turns", "0"))
        self.assertIn("768 is no size", self.refusal("--sizes", "768"))
        self.assertIn("there is no folder /no/such", self.refusal("--data", "/no/such"))

    def test_sides_are_bounded(self):
        self.assertEqual(size("64x8192"), (64, 8192))
        for text in ("63x64", "64x8193", "x", "1e3x64", "-64x64"):
            with self.assertRaises(ValueError):
                size(text)

    def test_another_build_has_a_name_of_its_own(self):
        self.assertEqual(build(f"before={ROOT}"), ("before", ROOT))
        for text in (f"lynceus={ROOT}", f"pool={ROOT}", f"={ROOT}", str(ROOT), "before=/no/such"):
            with self.assertRaises(ValueError):
                build(text)


class EnginesTest(unittest.TestCase):
    def test_those_that_hand_out_whole_pictures_do_not_split(self):
        splitting = [name for name in engines.NAMES if engines.splits(name)]
        self.assertEqual(splitting, ["paper", "celery", "dask", "ray"])

    def test_what_is_missing_is_named(self):
        self.assertIsNone(engines.missing("pool"))
        known = dict(
            engines._KNOWN, dask=("dask_cluster", "Dask", ("no_such_module",), ("no-such-program",))
        )
        engines._KNOWN, kept = known, engines._KNOWN
        try:
            told = engines.missing("dask-whole")
        finally:
            engines._KNOWN = kept
        self.assertEqual(told, "pip install no_such_module, install no-such-program")
