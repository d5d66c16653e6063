package io.lynceus.store.rows;

/** Text that every database takes. */
final class Texts {
  private Texts() {}

  /** Without control characters and halves of surrogate pairs, which PostgreSQL refuses. */
  static String storable(String text) {
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
