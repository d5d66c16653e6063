package io.lynceus.store.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Numbers of results over time.
 *
 * @param steps one after the other, without a gap
 * @param cameras how many of the stills each camera has taken; without those that name none
 */
public record ResultSummary(List<Slice> steps, Map<String, Long> cameras) {
  public ResultSummary {
    steps = List.copyOf(steps);
    cameras = Map.copyOf(cameras);
  }

  /**
   * The numbers of one step.
   *
   * @param start of the step
   * @param images stills that were stored
   * @param labels for each label that was found: in how many stills, and how often
   * @param covered the share of the step's minutes, 0 to 1, in which there was a still whose
   *     analysis was ok: the mean of the cameras that have a still in the time that was asked for.
   *     Empty when there is none: then nothing is known, which is not "nothing was there"
   */
  public record Slice(
      Instant start, long images, Map<String, LabelCount> labels, OptionalDouble covered) {
    public Slice {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * How often a label was found.
   *
   * @param images stills in which it was found
   * @param findings that count, all stills together
   */
  public record LabelCount(long images, long findings) {}
}
