package io.lynceus.client;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.image.PictureCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was noticed about a picture and what an analysis found, in a few words for people: what is
 * not in a reply's counts. Boxes are counted there.
 */
public final class Headlines {
  /** A number of this name is a share of the picture, 0 to 1, and says it all. */
  private static final String DENSITY = "density";

  private static final int MAX_NUMBERS = 4;

  private Headlines() {}

  /** Such as {@code edges 7.1 %}, {@code corners 500}, {@code sharpness variance 812.3}. */
  public static List<String> of(Analysis analysis, Findings findings) {
    List<String> headlines = new ArrayList<>();
    Double density = findings.numbers().get(DENSITY);
    if (density != null) {
      headlines.add(String.format(Locale.ROOT, "%s %.1f %%", analysis, 100 * density));
    } else {
      for (Map.Entry<String, Double> number : findings.numbers().entrySet()) {
        if (headlines.size() < MAX_NUMBERS) {
          String name = number.getKey().equals(Findings.COUNT) ? "" : number.getKey() + " ";
          headlines.add(analysis + " " + name + text(number.getValue()));
        }
      }
    }
    findings.points().ifPresent(points -> headlines.add(analysis + " " + points.size()));
    findings.vectors().ifPresent(vectors -> headlines.add(analysis + " " + vectors.size()));
    return headlines;
  }

  /**
   * What was noticed about the picture, such as {@code DAMAGED, 12 % decoded} and {@code NOTHING
   * CAN BE SEEN}; nothing of an ordinary one.
   */
  public static List<String> of(PictureCondition condition) {
    List<String> headlines = new ArrayList<>();
    if (condition.damaged()) {
      headlines.add("DAMAGED");
      headlines.add(
          condition
              .decodedPart()
              .map(value -> String.format(Locale.ROOT, "%.0f %% decoded", Math.floor(100 * value)))
              .orElse("decoded in part"));
    }
    condition
        .stretched()
        .ifPresent(levels -> headlines.add("levels " + levels.low() + " to " + levels.high()));
    if (condition.flat()) {
      headlines.add("NOTHING CAN BE SEEN");
    }
    return headlines;
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.format(Locale.ROOT, "%.4g", number);
  }
}
