package io.lynceus.app.cameras;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import java.util.ArrayList;
import java.util.List;

/** Writes watches for people: a line for each, with the reason below it. */
final class WatchLines {
  private static final int INDENT = 4;

  private WatchLines() {}

  /** The lines. None is wider than the terminal, unless a single word is. */
  static List<String> of(List<WatchStatus> watches, Style style) {
    List<String> lines = new ArrayList<>();
    if (watches.isEmpty()) {
      return style.wrap(
          "no watches yet: 'lynceus watches add' makes lines for cameras.conf", INDENT);
    }
    for (WatchStatus watch : watches) {
      String since = watch.since().map(time -> " since " + time).orElse("");
      lines.addAll(
          style.wrap(
              style.paint(Ink.STRONG, Text.shown(watch.name()))
                  + " of "
                  + Text.shown(watch.camera())
                  + " ("
                  + words(watch)
                  + "): "
                  + state(watch, style)
                  + since,
              INDENT));
      lines.addAll(style.wrap(" ".repeat(INDENT) + Text.shown(watch.reason()), 2 * INDENT));
    }
    return lines;
  }

  private static String words(WatchStatus watch) {
    String what = watch.label().map(label -> "a " + Text.shown(label)).orElse("it");
    return switch (watch.kind()) {
      case PRESENT -> what + " should be there";
      case ABSENT -> watch.label().isPresent() ? what + " should not be there" : "should be free";
      case CHANGED -> "should look as it does";
    };
  }

  private static String state(WatchStatus watch, Style style) {
    String word = watch.state().key();
    return watch
        .problem()
        .map(wrong -> wrong ? style.paint(Ink.BAD, word(watch)) : style.paint(Ink.GOOD, word))
        .orElseGet(
            () ->
                style.paint(watch.state() == WatchState.UNKNOWN ? Ink.UNKNOWN : Ink.WARNING, word));
  }

  /** What is wrong is seen without colours too. */
  private static String word(WatchStatus watch) {
    return switch (watch.kind()) {
      case PRESENT -> "MISSING";
      case ABSENT -> "PRESENT";
      case CHANGED -> "CHANGED";
    };
  }
}
