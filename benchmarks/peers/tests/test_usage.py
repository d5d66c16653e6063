import unittest

from peers import usage
from peers.processes import TICKS_PER_S, Stat


def stat(name, own, parent=1, ended=0):
    return Stat(name, "S", parent, own, ended)


def moment(all_processes, threads):
    made = object.__new__(usage.Moment)
    made.driver, made.roles = 10, {"master": 20, "slave 1": 30}
    made.processes, made.threads = all_processes, threads
    return made


class UsageTest(unittest.TestCase):
    before = moment(
        {10: stat("python3", 5), 20: stat("java", 100, 10), 30: stat("java", 200, 10)},
        {"master": {21: stat("C2 CompilerThre", 40)}, "slave 1": {31: stat("worker-1", 100)}},
    )
    after = moment(
        {10: stat("python3", 6, ended=2), 20: stat("java", 130, 10), 30: stat("java", 300, 10)},
        {
            "master": {21: stat("C2 CompilerThre", 45), 22: stat("dispatch-1-1", 9)},
            "slave 1": {
                31: stat("worker-1", 180),
                32: stat("worker-2", 5),
                33: stat("G1 Conc#0", 3),
            },
        },
    )

    def test_the_whole_tree_counts_and_children_that_have_ended(self):
        self.assertEqual(usage.cpu_ms(self.before, self.after), 1e3 * 133 / TICKS_PER_S)

    def test_threads_say_by_their_names_what_they_are_for(self):
        ticks = {
            part: ms * TICKS_PER_S / 1e3
            for part, ms in usage.cpu_parts_ms(self.before, self.after).items()
        }
        wanted = {
            usage.MASTER: 25,
            usage.WORKERS: 85,
            usage.SLAVES: 12,
            usage.JVM: 8,
            usage.CLIENT: 3,
        }
        self.assertEqual(ticks, wanted)

    def test_a_thread_that_has_the_number_of_an_ended_one_starts_from_nothing(self):
        ticks = usage.thread_ticks({7: stat("http-1", 50)}, {7: stat("worker-3", 10)})
        self.assertEqual(ticks[usage.WORKERS], 10)
