package io.lynceus.master.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cam1.jpg", "Überwachung/Süd 100%25.jpg", "東京.png", "\uD83D\uDCF7.jpg"})
  void utf8StaysAsItIs(String name) {
    assertThat(FileName.of(name.getBytes(UTF_8))).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "Überwachung.jpg, %DCberwachung.jpg",
    "Süd, S%FCd",
    "Süd 100%, S%FCd 100%25",
    "100% Süd, 100%25 S%FCd",
    "ü, %FC",
    "%üä%, %25%FC%E4%25"
  })
  void bytesThatAreNoUtf8AreEscaped(String name, String text) {
    assertThat(FileName.of(name.getBytes(ISO_8859_1))).isEqualTo(text);
  }

  @Test
  void namesThatDifferStayDifferent() {
    byte[] escapedAlready = "ü%FC".getBytes(ISO_8859_1);
    byte[] twice = "üü".getBytes(ISO_8859_1);
    byte[] cutOff = {'a', (byte) 0xc3};

    assertThat(FileName.of(escapedAlready)).isNotEqualTo(FileName.of(twice));
    assertThat(FileName.of(cutOff)).isEqualTo("a%C3");
  }
}
