package io.lynceus.model.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One line of a table of what settings may be: the key, its kind, the value below the least one,
 * the least, the greatest, and the one above it, as in {@code threads | a whole number | 0 | 1 |
 * 1024 | 1025}. {@code -} stands for a value that cannot be written.
 */
public record SettingBounds(
    String key, String kind, String below, String least, String greatest, String above) {

  /** The lines of a table. */
  public static Stream<SettingBounds> of(String table) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s*\\|\\s*"))
        .map(cell -> new SettingBounds(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5]));
  }

  /**
   * Asserts that both bounds are accepted and that what is beyond them is refused with the message
   * of {@link Check}.
   *
   * @param read takes the settings with this value for this key
   */
  public void check(BiConsumer<String, String> read) {
    assertThatCode(() -> read.accept(key, least)).as(key).doesNotThrowAnyException();
    assertThatCode(() -> read.accept(key, greatest)).as(key).doesNotThrowAnyException();
    refused(below, read);
    refused(above, read);
  }

  private void refused(String value, BiConsumer<String, String> read) {
    if (!value.equals("-")) {
      assertThatThrownBy(() -> read.accept(key, value))
          .as(key + " = " + value)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("%s is %s from %s to %s, not %s", key, kind, least, greatest, value);
    }
  }
}
