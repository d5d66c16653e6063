package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the status is shown again and again: in place on a terminal, one after the other elsewhere.
 * For one thread.
 */
final class StatusScreen {
  private static final String HOME = "\u001b[H";
  private static final String ERASE_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String NEW_PAGE = "\u001b[2J";

  private final PrintWriter out;
  private boolean first = true;

  /**
   * @param out gets the lines when there is no terminal
   */
  StatusScreen(PrintWriter out) {
    this.out = out;
  }

  /**
   * Shows lines.
   *
   * @throws CommandException when nobody reads them any more
   */
  void show(List<String> lines, Style style) throws CommandException {
    if (style.rows() == Style.ANY) {
      lines.forEach(out::println);
      out.println();
      if (out.checkError()) {
        throw new CommandException(CommandException.INCOMPLETE, "the output cannot be written");
      }
      return;
    }
    PrintStream terminal = Terminal.raw(Terminal.OUT);
    terminal.print(page(fitted(lines, style.rows() - 1), first));
    terminal.flush();
    first = false;
  }

  /** The page over what was there before, so that it does not flicker. */
  static String page(List<String> lines, boolean first) {
    StringBuilder page = new StringBuilder(first ? NEW_PAGE : "").append(HOME);
    lines.forEach(line -> page.append(line).append(ERASE_LINE).append("\n"));
    return page.append(ERASE_BELOW).toString();
  }

  /** As many lines as there is room for. The ill slaves stand first, so they stay. */
  static List<String> fitted(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    List<String> fitted = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
    fitted.add("… " + (lines.size() - fitted.size()) + " more lines");
    return fitted;
  }
}
