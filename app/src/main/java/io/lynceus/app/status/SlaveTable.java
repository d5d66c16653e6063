package io.lynceus.app.status;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import io.lynceus.app.status.Health.Illness;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The slaves as a table, the ill ones first. Where it is too wide for the terminal, the columns
 * that matter least are left out, and a line below says which.
 */
final class SlaveTable {
  /** The shortest that a name is cut to. */
  private static final int LEAST_NAME = 8;

  private static final String GAP = "  ";

  /** The columns, from left to right. */
  private enum Column {
    SLAVE,
    ADDRESS,
    VERSION,
    STATE,
    SLOTS,
    BUSY,
    DONE,
    SLOW,
    FAILED,
    LOST,
    MEMORY,
    OF,
    PICTURES;

    /** Numbers are aligned on the right. */
    boolean isNumber() {
      return compareTo(STATE) > 0;
    }

    String text(Slave slave) {
      return switch (this) {
        case SLAVE -> Text.shown(slave.name());
        case ADDRESS -> Text.shown(slave.address());
        case VERSION -> Text.shown(slave.version());
        case STATE -> state(slave);
        case SLOTS -> String.valueOf(slave.slots());
        case BUSY -> String.valueOf(slave.busy());
        case DONE -> String.valueOf(slave.unitsDone());
        case SLOW -> slowness(slave);
        case FAILED -> String.valueOf(slave.history().failed() + slave.history().tookTooLong());
        case LOST -> String.valueOf(slave.history().lost());
        case MEMORY -> StatusTable.mebibytes(slave.memory().residentBytes());
        case OF -> StatusTable.mebibytes(slave.memory().boundBytes());
        case PICTURES -> StatusTable.mebibytes(slave.memory().pictureBytes());
      };
    }
  }

  /** The columns that are left out when they do not fit, the first one first. */
  private static final List<Column> LEAST_WANTED =
      List.of(
          Column.ADDRESS,
          Column.VERSION,
          Column.PICTURES,
          Column.OF,
          Column.MEMORY,
          Column.LOST,
          Column.FAILED,
          Column.DONE,
          Column.SLOTS);

  /** The ill ones come first, then those that are given no units. */
  private static final Comparator<Slave> FIRST_THE_ILL =
      Comparator.comparing(Health::illness).thenComparing(slave -> slave.state() == State.READY);

  private final List<Slave> slaves;
  private final Style style;
  private final Set<Column> shown = EnumSet.allOf(Column.class);
  private final Map<Column, Integer> widths = new EnumMap<>(Column.class);

  private SlaveTable(List<Slave> slaves, Style style) {
    this.slaves = slaves.stream().sorted(FIRST_THE_ILL).toList();
    this.style = style;
  }

  /** The lines of the table. */
  static List<String> lines(List<Slave> slaves, Style style) {
    return new SlaveTable(slaves, style).lines();
  }

  private List<String> lines() {
    for (Column column : Column.values()) {
      widths.put(column, width(column));
    }
    List<Column> left = new ArrayList<>();
    for (Column column : LEAST_WANTED) {
      if (total() > style.columns()) {
        shown.remove(column);
        left.add(column);
      }
    }
    int over = total() - style.columns();
    if (over > 0) {
      widths.computeIfPresent(Column.SLAVE, (name, width) -> Math.max(LEAST_NAME, width - over));
    }
    List<String> lines = new ArrayList<>();
    lines.add(head());
    slaves.forEach(slave -> lines.add(row(slave)));
    if (!left.isEmpty()) {
      String names = left.stream().sorted().map(Column::name).collect(Collectors.joining(", "));
      style
          .wrap("a wider terminal also shows " + names, 0)
          .forEach(line -> lines.add(style.paint(Ink.SOFT, line)));
    }
    return lines;
  }

  private int width(Column column) {
    return slaves.stream()
        .mapToInt(slave -> letters(column.text(slave)))
        .reduce(column.name().length(), Math::max);
  }

  private int widthOf(Column column) {
    return widths.getOrDefault(column, 0);
  }

  private int total() {
    return shown.stream().mapToInt(column -> widthOf(column) + GAP.length()).sum() - GAP.length();
  }

  private String head() {
    return shown.stream()
        .map(column -> padded(column.name(), column))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private String row(Slave slave) {
    StringBuilder row = new StringBuilder();
    for (Column column : shown) {
      String cell = padded(fitted(column.text(slave), column), column);
      row.append(row.isEmpty() ? "" : GAP).append(painted(cell, column, slave));
    }
    return row.toString().stripTrailing();
  }

  /** A name that is too long loses its middle: ends tell machines apart. */
  private String fitted(String text, Column column) {
    int over = letters(text) - widthOf(column);
    if (over <= 0) {
      return text;
    }
    int letters = letters(text);
    int kept = widthOf(column) - 1;
    int cut = text.offsetByCodePoints(0, kept / 2);
    return text.substring(0, cut)
        + "…"
        + text.substring(text.offsetByCodePoints(0, letters - (kept - kept / 2)));
  }

  private String padded(String text, Column column) {
    String spaces = " ".repeat(Math.max(0, widthOf(column) - letters(text)));
    return column.isNumber() ? spaces + text : text + spaces;
  }

  private String painted(String cell, Column column, Slave slave) {
    Illness illness = Health.illness(slave);
    Ink ink = illness == Illness.SILENT ? Ink.BAD : Ink.WARNING;
    boolean ill =
        switch (column) {
          case SLAVE -> illness != Illness.NONE;
          case STATE -> slave.state() != State.READY;
          case SLOW -> illness == Illness.SLOW;
          case MEMORY -> illness == Illness.FULL;
          default -> false;
        };
    if (ill) {
      return style.paint(ink, cell);
    }
    return column == Column.STATE ? style.paint(Ink.GOOD, cell) : cell;
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A draining slave without units is shown as drained. */
  private static String state(Slave slave) {
    return slave.state() == State.DRAINING && slave.busy() == 0
        ? "drained"
        : slave.state().name().toLowerCase(Locale.ROOT);
  }

  private static String slowness(Slave slave) {
    OptionalDouble slowness = slave.pace().slowness();
    return slowness.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1fx", slowness.getAsDouble());
  }
}
