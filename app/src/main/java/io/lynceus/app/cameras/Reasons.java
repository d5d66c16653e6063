package io.lynceus.app.cameras;

import io.lynceus.app.cli.Text;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.ClusterCameras.Filter;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.text.FoldedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says of each detection of a reply why it counts or does not, in one line. */
final class Reasons {
  private final Rules rules;
  private final ImageInfo image;

  private Reasons(Rules rules, ImageInfo image) {
    this.rules = rules;
    this.image = image;
  }

  /**
   * The lines, in the order of the reply.
   *
   * @param rules of the camera, as its master tells them
   */
  static List<String> of(Rules rules, Reply reply) {
    List<String> lines = new ArrayList<>();
    if (reply.image().isPresent()) {
      Reasons reasons = new Reasons(rules, reply.image().get());
      for (Map.Entry<Analysis, UnitReply> unit : reply.analyses().entrySet()) {
        unit.getValue().findings().map(Findings::boxes).orElse(List.of()).stream()
            .map(box -> reasons.line(box.label().orElseGet(unit.getKey()::singular), box))
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private String line(String label, Detection detection) {
    Box box = detection.box();
    return String.format(
        Locale.ROOT,
        "%s %.2f at %.0f,%.0f, %.0fx%.0f: %s",
        Text.shown(label),
        detection.score(),
        box.x(),
        box.y(),
        box.width(),
        box.height(),
        why(label, detection));
  }

  private String why(String label, Detection detection) {
    Marks marks = detection.marks();
    if (marks.masked().isPresent()) {
      Box box = detection.box();
      return String.format(
          Locale.ROOT,
          "masked by %s, in which its foot point %.3f, %.3f lies",
          Text.shown(marks.masked().get()),
          (box.x() + box.width() / 2) / image.width(),
          Math.min(1, (box.y() + box.height()) / image.height()));
    }
    if (marks.filtered().isPresent()) {
      return "filtered by " + bound(label, marks.filtered().get(), detection);
    }
    return marks.zones().isEmpty()
        ? "counts, in no zone"
        : "counts, in " + marks.zones().stream().map(Text::shown).collect(Collectors.joining(", "));
  }

  /** The bound that it is beyond, and what it is itself. */
  private String bound(String label, String bound, Detection detection) {
    Box box = detection.box();
    double area = (double) box.width() * box.height();
    Double limit =
        rules.filters().stream()
            .filter(filter -> FoldedText.of(filter.label()).equals(FoldedText.of(label)))
            .map(Filter::bounds)
            .map(bounds -> bounds.get(bound))
            .findFirst()
            .orElse(null);
    boolean fraction = limit != null && limit < 1;
    double own =
        switch (bound) {
          case "min-score" -> detection.score();
          case "min-area", "max-area" ->
              fraction ? area / ((double) image.width() * image.height()) : area;
          default -> box.width() / box.height();
        };
    String text = String.format(Locale.ROOT, "%s: it has %s", Text.shown(bound), number(own));
    return limit == null ? text : text + ", and the bound is " + number(limit);
  }

  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
