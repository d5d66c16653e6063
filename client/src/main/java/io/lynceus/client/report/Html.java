package io.lynceus.client.report;

/** Text that is already markup. All other text is escaped before it goes into a page. */
public record Html(String markup) {
  static final Html NOTHING = new Html("");

  /** Escapes text for element content and for attribute values in double quotes. */
  public static Html escaped(String text) {
    StringBuilder markup = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> markup.append("&amp;");
                case '<' -> markup.append("&lt;");
                case '>' -> markup.append("&gt;");
                case '"' -> markup.append("&quot;");
                case '\'' -> markup.append("&#39;");
                default -> markup.appendCodePoint(isHarmless(c) ? c : 0xFFFD);
              }
            });
    return new Html(markup.toString());
  }

  /** False for control characters, lone surrogates, and marks that change the text's direction. */
  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.FORMAT -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return markup;
  }
}
