package io.lynceus.store.rows;

/** Text that every database takes. */
final class Texts {
  private Texts() {}

  /** Without control characters and halves of surrogate pairs, which PostgreSQL refuses. */
  static String storable(String text) {
    return isPlain(text) ? text : cleaned(text);
  }

  /** Whether all of it is printable ASCII, as most texts are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean wrong =
                  Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
              clean.appendCodePoint(wrong ? '\ufffd' : point);
            });
    return clean.toString();
  }
}
