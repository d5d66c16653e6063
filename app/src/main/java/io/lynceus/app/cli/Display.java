package io.lynceus.app.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of output, with a progress bar below them on a terminal. The bar is drawn by a
 * thread of its own; the lock keeps it and the lines apart.
 */
public final class Display implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Object lock = new Object();
  private final PrintWriter out;
  private final PrintWriter notes;
  private final @Nullable PrintStream terminal;
  private final @Nullable ProgressBar bar;
  private String shownBar = "";

  private Display(PrintWriter out, PrintWriter notes, @Nullable PrintStream terminal, long images) {
    this.out = out;
    this.notes = notes;
    this.terminal = terminal;
    this.bar = terminal == null ? null : bar(terminal, images);
  }

  private Display(PrintWriter out, PrintWriter notes, @Nullable PrintStream terminal) {
    this.out = out;
    this.notes = notes;
    this.terminal = terminal;
    this.bar = null;
  }

  /** Writes lines only. */
  public static Display plain(PrintWriter out, PrintWriter notes) {
    return new Display(out, notes, null, 0);
  }

  /**
   * Writes lines, and a bar on a terminal.
   *
   * @param json whether the lines are for programs: no bar goes among them
   */
  public static Display of(PrintWriter out, PrintWriter notes, long images, boolean json) {
    boolean wanted = hasTerminal() && !(json && Terminal.is(Terminal.OUT));
    return new Display(out, notes, wanted ? Terminal.raw(Terminal.ERR) : null, images);
  }

  /** Writes lines; on a terminal, what {@link #show} is given stands below them. */
  public static Display withBar(PrintWriter out, PrintWriter notes) {
    return new Display(out, notes, hasTerminal() ? Terminal.raw(Terminal.ERR) : null);
  }

  /** Whether a bar can be drawn on standard error. */
  public static boolean hasTerminal() {
    return Terminal.is(Terminal.ERR);
  }

  /** Whether somebody sits at a terminal and can answer a question. */
  public static boolean canAsk() {
    return Terminal.is(0) && Terminal.is(Terminal.ERR);
  }

  /**
   * A bar on standard error, without lines beside it.
   *
   * @param what is counted
   * @param most when it is complete; negative if nobody knows
   * @param unit the numbers shown are multiples of it
   */
  public static ProgressBar bar(String what, long most, long unit, String unitName) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(most)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(unitName, unit)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(Terminal.raw(Terminal.ERR)))
        .build();
  }

  private ProgressBar bar(PrintStream terminal, long images) {
    return new ProgressBarBuilder()
        .setInitialMax(images)
        .setUpdateIntervalMillis(200)
        .setRenderer(
            (state, width) ->
                ProgressLine.of(
                    state.getCurrent(), state.getMax(), state.getElapsedAfterStart(), width))
        .setConsumer(
            new ConsoleProgressBarConsumer(terminal) {
              @Override
              public void accept(String text) {
                synchronized (lock) {
                  shownBar = text;
                  redraw();
                }
              }

              @Override
              public void close() {
                erase();
              }
            })
        .build();
  }

  /**
   * Writes a line of the result.
   *
   * @return whether that and all lines before could be written
   */
  public boolean line(String text) {
    print(out, text);
    return !out.checkError();
  }

  /** Writes a line about a problem with one image. */
  public void note(String text) {
    print(notes, text);
  }

  private void print(PrintWriter writer, String text) {
    synchronized (lock) {
      erase();
      writer.println(text);
      writer.flush();
      redraw();
    }
  }

  /** Replaces what stands below the lines, if there is a terminal. */
  public void show(String text) {
    synchronized (lock) {
      shownBar = text;
      erase();
      redraw();
    }
  }

  /** Counts one more image as done. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  private void redraw() {
    if (terminal != null) {
      terminal.print("\r" + shownBar);
      terminal.flush();
    }
  }

  private void erase() {
    if (terminal != null) {
      terminal.print(ERASE_LINE);
      terminal.flush();
    }
  }

  /** Removes the bar. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    } else {
      show("");
    }
  }
}
