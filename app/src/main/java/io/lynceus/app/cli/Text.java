package io.lynceus.app.cli;

import io.lynceus.client.FileNames;
import io.lynceus.client.Headlines;
import io.lynceus.client.TimeWords;
import io.lynceus.common.SafeText;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes replies as text, one line each, for a terminal. */
public final class Text {
  private Text() {}

  /**
   * One line about an image: its findings, or why there are none.
   *
   * @param name the user's name for the image; may hold any characters
   */
  public static String of(String name, Reply reply) {
    return of(name, reply, Style.PLAIN);
  }

  /** As {@link #of(String, Reply)}, with colours where there are any. */
  public static String of(String name, Reply reply, Style style) {
    if (reply.rejection().isPresent()) {
      Rejection rejection = reply.rejection().get();
      return shown(name)
          + ": "
          + style.paint(Ink.BAD, "REJECTED " + rejection.code())
          + ": "
          + shown(rejection.message());
    }
    List<String> parts = new ArrayList<>();
    reply.image().ifPresent(image -> parts.add(image.width() + "x" + image.height()));
    reply.image().ifPresent(image -> parts.addAll(Headlines.of(image.condition())));
    reply
        .counts()
        .forEach(
            (label, count) ->
                parts.add(
                    shown(label)
                        + " "
                        + count
                            .map(String::valueOf)
                            .orElseGet(() -> style.paint(Ink.UNKNOWN, "unknown"))));
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                unit.findings().ifPresent(f -> parts.addAll(Headlines.of(analysis, f))));
    reply.timing().ifPresent(timing -> parts.addAll(TimeWords.of(timing)));
    String partial =
        reply.status() == Status.PARTIAL ? style.paint(Ink.WARNING, "PARTIAL") + " " : "";
    return shown(name) + ": " + partial + String.join(", ", parts) + missing(reply);
  }

  private static String missing(Reply reply) {
    StringBuilder missing = new StringBuilder();
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              if (unit.outcome() != Outcome.OK) {
                missing.append("; ").append(analysis.key()).append(' ');
                missing.append(unit.outcome().name().toLowerCase(Locale.ROOT)).append(": ");
                missing.append(shown(unit.message()));
              }
            });
    return missing.toString();
  }

  public static String shown(Path path) {
    return shown(FileNames.of(path));
  }

  /** The text without what a terminal would obey: it may be hostile. */
  public static String shown(String text) {
    return SafeText.of(text);
  }
}
