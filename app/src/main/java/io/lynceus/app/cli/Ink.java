package io.lynceus.app.cli;

/** Colours of words on a terminal. A colour repeats what the word says, and never stands alone. */
public enum Ink {
  GOOD("32"),
  WARNING("33"),
  BAD("31"),
  UNKNOWN("35"),
  SOFT("2"),
  STRONG("1");

  static final String RESET = "\u001b[0m";

  private final String code;

  Ink(String number) {
    this.code = "\u001b[" + number + "m";
  }

  String code() {
    return code;
  }

  /** The text without colours. */
  static String plain(String text) {
    return text.replaceAll("\u001b\\[\\d+m", "");
  }

  /** The text in this colour. */
  public String on(String text) {
    return code + text + RESET;
  }
}
