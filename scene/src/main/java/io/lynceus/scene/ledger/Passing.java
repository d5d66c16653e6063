package io.lynceus.scene.ledger;

import java.util.List;

/**
 * Somebody goes over a line.
 *
 * @param second of the video
 * @param in else out
 * @param doubtful whether it could have been somebody else
 */
record Passing(double second, boolean in, boolean doubtful) {

  /**
   * How many of one list are of the other one too: same way, and at about the same time. Each
   * counts once.
   *
   * @param really in the order of time, as the other
   * @param most seconds between the two
   */
  static int matched(List<Passing> really, List<Passing> counted, double most) {
    return ofOneWay(of(really, true), of(counted, true), most)
        + ofOneWay(of(really, false), of(counted, false), most);
  }

  private static List<Passing> of(List<Passing> all, boolean in) {
    return all.stream().filter(each -> each.in == in).toList();
  }

  private static int ofOneWay(List<Passing> one, List<Passing> other, double most) {
    int matched = 0;
    int i = 0;
    int j = 0;
    while (i < one.size() && j < other.size()) {
      double apart = one.get(i).second - other.get(j).second;
      if (Math.abs(apart) <= most) {
        matched++;
        i++;
        j++;
      } else if (apart < 0) {
        i++;
      } else {
        j++;
      }
    }
    return matched;
  }

  /**
   * Counts those of a time, in and out.
   *
   * @param to exclusive
   * @param ways to which those who go in, and those who go out, are added
   * @param doubtful likewise for the doubtful ones of them
   */
  static void count(List<Passing> all, double from, double to, int[] ways, int[] doubtful) {
    for (Passing each : all) {
      if (each.second >= from && each.second < to) {
        int way = each.in ? 0 : 1;
        ways[way]++;
        doubtful[way] += each.doubtful ? 1 : 0;
      }
    }
  }
}
