package io.lynceus.scene.ledger;

import io.lynceus.model.Box;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.ledger.Crossing.Way;
import io.lynceus.scene.ledger.Tracks.Foot;
import io.lynceus.scene.ledger.Tracks.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where everybody really is in each frame of a video, as somebody has marked it. One thread. */
public final class TrueWalkers {
  private final Map<Integer, TreeMap<Integer, Box>> ways = new TreeMap<>();

  /**
   * Adds where somebody is; in a frame, each is in one place.
   *
   * @param person any number that is this one's alone
   * @param frame from 0
   * @param box of the whole body, pixels of the upright picture
   */
  public void add(int person, int frame, Box box) {
    ways.computeIfAbsent(person, id -> new TreeMap<>()).put(frame, box);
  }

  /** How many different ones there are. */
  public int people() {
    return ways.size();
  }

  /** Where people are, in all frames together. */
  public int places() {
    return ways.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Who really goes over a line, in the order of time. It takes the same step beside the line as in
   * {@link Crossing}: who stops on it has not crossed it.
   */
  List<Passing> passings(
      LineConfig line, int width, int height, double framesPerSecond, int lastFrame) {
    double diagonal = Math.hypot(width, height);
    Crossing crossing = Crossing.of(line, width, height);
    List<Passing> passings = new ArrayList<>();
    for (TreeMap<Integer, Box> way : ways.values()) {
      Track track = null;
      for (Map.Entry<Integer, Box> place : way.headMap(lastFrame, true).entrySet()) {
        Foot foot = Foot.of(place.getValue(), diagonal);
        if (track == null) {
          track = new Track(foot, Calibration.START);
        }
        track.foot = foot;
        Way crossed = crossing.follow(line.name(), track);
        if (crossed != Way.NONE) {
          passings.add(
              new Passing(
                  place.getKey() / framesPerSecond,
                  (crossed == Way.TO_LEFT) == line.inIsLeft(),
                  false));
        }
      }
    }
    passings.sort(Comparator.comparingDouble(Passing::second));
    return passings;
  }
}
