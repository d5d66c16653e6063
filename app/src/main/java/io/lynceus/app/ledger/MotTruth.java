package io.lynceus.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.model.Box;
import io.lynceus.scene.ledger.TrueWalkers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code gt.txt} of MOTChallenge: {@code frame,id,left,top,width,height,use,class,visible}
 * with frames from 1, in pixels. The older form has coordinates of the world in place of the class.
 * Boxes whose {@code use} is 0, and those of classes that are not people, are passed over.
 */
final class MotTruth {
  /** A day of a busy place. */
  static final int MOST_LINES = 5_000_000;

  /** Pedestrians, people on vehicles, and people who stand. */
  private static final Set<Integer> PEOPLE = Set.of(1, 2, 7);

  private static final int WITH_CLASS = 9;
  private static final int LEAST_COLUMNS = 6;

  private MotTruth() {}

  /**
   * Reads a file.
   *
   * @throws CommandException when it cannot be read; names the line
   */
  static TrueWalkers read(Path file) throws CommandException {
    TrueWalkers walkers = new TrueWalkers();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number > MOST_LINES) {
          throw new IllegalArgumentException("it has more than " + MOST_LINES + " lines");
        }
        if (!line.isBlank()) {
          add(walkers, line.strip().split("\\s*,\\s*|\\s+"));
        }
      }
    } catch (IOException e) {
      throw fault(file, "cannot be read: is it there, and a text file?", e);
    } catch (IllegalArgumentException e) {
      throw fault(file, "line " + number + ": " + e.getMessage(), e);
    }
    if (walkers.places() == 0) {
      throw fault(file, "has no people in it", null);
    }
    return walkers;
  }

  private static CommandException fault(Path file, String what, @Nullable Exception cause) {
    return new CommandException(CommandException.USAGE, Text.shown(file) + " " + what, cause);
  }

  private static void add(TrueWalkers walkers, String[] cells) {
    if (cells.length < LEAST_COLUMNS) {
      throw new IllegalArgumentException("it is frame,id,left,top,width,height,… in each line");
    }
    double[] values = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      values[i] = number(cells[i]);
    }
    boolean used = values.length == LEAST_COLUMNS || values[LEAST_COLUMNS] != 0;
    boolean isPerson = values.length != WITH_CLASS || PEOPLE.contains((int) values[7]);
    if (values[0] < 1 || values[0] > MOST_LINES) {
      throw new IllegalArgumentException("frames count from 1");
    }
    if (!(values[4] > 0 && values[5] > 0)) {
      throw new IllegalArgumentException("width and height are above 0");
    }
    if (used && isPerson) {
      Box box = new Box((float) values[2], (float) values[3], (float) values[4], (float) values[5]);
      walkers.add((int) values[1], (int) values[0] - 1, box);
    }
  }

  private static double number(String cell) {
    try {
      double value = Double.parseDouble(cell);
      if (Math.abs(value) <= 1e9) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("a number is missing");
  }
}
