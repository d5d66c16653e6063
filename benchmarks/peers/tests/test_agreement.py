import unittest

from peers.agreement import compare


def summary(objects=("person",), faces=1, edges=1000, corners=500):
    return {"objects": sorted(objects), "faces": faces, "edge pixels": edges, "corners": corners}


class AgreementTest(unittest.TestCase):
    def test_equal_findings_agree(self):
        found = compare([summary()] * 3, [summary()] * 3)
        self.assertEqual((found.same_objects, found.same_faces, found.disagreements()), (3, 3, []))

    def test_pictures_are_compared_one_by_one(self):
        found = compare([summary(["cat"]), summary(faces=2)], [summary(["dog"]), summary(faces=2)])
        self.assertEqual((found.same_objects, found.same_faces), (1, 2))

    def test_two_things_may_stand_at_a_threshold(self):
        self.assertEqual(compare([summary(faces=3)], [summary(faces=1)]).disagreements(), [])
        told = compare([summary(faces=4)], [summary(faces=1)]).disagreements()
        self.assertEqual(told, ["4 faces instead of 1"])

    def test_edge_pixels_may_differ_by_a_fiftieth(self):
        self.assertEqual(compare([summary(edges=1020)], [summary()]).disagreements(), [])
        told = compare([summary(edges=1021)], [summary()]).disagreements()
        self.assertEqual(told, ["1021 edge pixels instead of 1000"])

    def test_nothing_found_where_there_is_something_differs(self):
        told = compare([summary(corners=0)], [summary()]).disagreements()
        self.assertEqual(told, ["0 corners instead of 500"])
        told = compare([summary()], [summary(corners=0)]).disagreements()
        self.assertEqual(told, ["500 corners instead of 0"])

    def test_other_pictures_cannot_be_compared(self):
        with self.assertRaises(ValueError):
            compare([summary()], [])
