package io.lynceus.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "Über 猫🐈.jpg", "a\tb", "\\u202e", "العربية", "<b>&\"'"})
  void harmlessTextStaysItself(String text) {
    assertThat(SafeText.of(text)).isSameAs(text);
    assertThat(SafeText.ofJson(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029', '\u202e',
        '\u200f', '\u061c', '\u2066', '\u2069', '\ufeff', '\ud83d', '\udc08'
      })
  void whatWouldDoSomethingIsEscaped(char c) {
    String escaped = "a%sb".formatted("\\u%04x".formatted((int) c));
    assertThat(SafeText.of("a" + c + "b")).isEqualTo(escaped);
    assertThat(SafeText.ofJson("a" + c + "b")).isEqualTo(escaped);
  }

  @ParameterizedTest
  @CsvSource({"'a\nb', a\\u000ab", "'a\r\nb', a\\u000d\\u000ab"})
  void aLineStaysOneLine(String text, String safe) {
    assertThat(SafeText.of(text)).isEqualTo(safe);
  }

  @Test
  void theEndOfALineOfJsonStays() {
    assertThat(SafeText.ofJson("{\"a\":\"\u2028\"}\n")).isEqualTo("{\"a\":\"\\u2028\"}\n");
  }
}
