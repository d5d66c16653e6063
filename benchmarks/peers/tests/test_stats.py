import unittest

from peers.stats import number, ratios, spread


class StatsTest(unittest.TestCase):
    def test_a_spread_is_median_least_and_most(self):
        self.assertEqual(spread([3, 1, 2, 10]), (2.5, 1, 10))

    def test_a_spread_of_one_value_is_written_without_brackets(self):
        self.assertEqual(str(spread([2.0])), "2.00")
        self.assertEqual(str(spread([1, 2, 3])), "2.00 (1.00–3.00)")

    def test_ratios_are_taken_turn_by_turn(self):
        self.assertEqual(ratios([10, 30], [5, 10]), [2, 3])

    def test_turns_that_do_not_belong_together_have_no_ratio(self):
        with self.assertRaisesRegex(ValueError, "1 turns cannot be compared with 2"):
            ratios([1], [1, 2])

    def test_numbers_have_three_digits(self):
        written = [number(n) for n in (0, 0.1234, 1.234, 12.34, 123.4, 1234)]
        self.assertEqual(written, ["0", "0.123", "1.23", "12.3", "123", "1234"])
