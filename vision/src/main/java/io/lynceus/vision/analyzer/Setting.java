package io.lynceus.vision.analyzer;

/** Checks of settings; each failure names the key and the values that are allowed. */
final class Setting {
  private Setting() {}

  static void number(String key, double value, double least, double greatest) {
    if (!(value >= least && value <= greatest)) {
      throw new IllegalArgumentException(
          key + " is a number from " + text(least) + " to " + text(greatest));
    }
  }

  static void count(String key, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          key + " is a whole number from " + least + " to " + greatest);
    }
  }

  private static String text(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
