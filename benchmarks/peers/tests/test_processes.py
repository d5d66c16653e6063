import os
import subprocess
import sys
import unittest

from peers import processes
from peers.processes import Stat, parse_busy, parse_pss, parse_stat, tree

STAT = "4711 (C2 (Compiler) x) S 12 4711 4711 0 -1 4194560 100 200 0 0 250 50 7 3 20 0 31 0 1 2 3"


class ProcessesTest(unittest.TestCase):
    def test_a_name_may_hold_spaces_and_parentheses(self):
        self.assertEqual(parse_stat(STAT), Stat("C2 (Compiler) x", "S", 12, 300, 10))

    def test_pss_is_read_in_kb(self):
        text = (
            "00400000-7fff ---p 0 00:00 0 [rollup]\nRss:  9000 kB\nPss:  1234 kB\nPss_Anon:  7 kB\n"
        )
        self.assertEqual(parse_pss(text), 1234)

    def test_a_file_without_pss_is_no_zero(self):
        with self.assertRaises(ValueError):
            parse_pss("Rss: 9000 kB\n")

    def test_waiting_for_a_disk_is_not_busy(self):
        text = "cpu  10 1 5 80 20 2 3 4 100 100\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
        self.assertEqual(parse_busy(text), (25, 125))

    def test_a_tree_has_all_descendants_and_nothing_else(self):
        stats = {
            pid: Stat("x", "S", parent, 0, 0)
            for pid, parent in ((1, 0), (2, 1), (3, 2), (4, 1), (5, 4))
        }
        self.assertEqual(sorted(tree(2, stats)), [2, 3])
        self.assertEqual(sorted(tree(1, stats)), [1, 2, 3, 4, 5])
        self.assertEqual(tree(9, stats), [])

    @unittest.skipUnless(sys.platform.startswith("linux"), "/proc is Linux's")
    def test_a_child_is_in_the_tree_of_this_process(self):
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
            self.assertIn(child.pid, tree(os.getpid(), processes.all_stats()))
            self.assertGreater(processes.pss_mb([os.getpid()]), 0)
            child.stdin.close()

    @unittest.skipUnless(sys.platform.startswith("linux"), "/proc is Linux's")
    def test_descendants_are_ended_also_when_they_will_not(self):
        # In a process of its own, which has no other children.
        code = (
            "import subprocess\n"
            "from peers import processes\n"
            "child = subprocess.Popen(['sh', '-c', 'trap \"\" TERM; echo; while :; do read x; done'],\n"
            "    stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
            "child.stdout.readline()\n"
            "print(processes.end_descendants(but=[child.pid]), child.pid in processes.all_stats())\n"
            "print(processes.end_descendants(patience_s=0.1), child.pid in processes.all_stats())\n"
        )
        said = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        self.assertEqual(said.stdout, "[] True\n['sh'] False\n")
