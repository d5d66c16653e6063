package io.lynceus.model.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a.jpg", "Über 猫🐈.jpg", "100%.jpg", "%DCber.jpg", "a\u0000b\n"})
  void aNameInUtf8IsItself(String name) {
    assertThat(FileName.of(name.getBytes(UTF_8))).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "Über.jpg, %DCber.jpg",
    "garçon, gar%E7on",
    "Tür 50%.jpg, T%FCr 50%25.jpg",
    "ä, %E4",
    "ÄÖ, %C4%D6"
  })
  void bytesThatAreNotUtf8AreEscaped(String name, String text) {
    assertThat(FileName.of(name.getBytes(ISO_8859_1))).isEqualTo(text);
  }

  @Test
  void namesThatDifferInOneByteStayDifferent() {
    byte[] name = "x_.jpg".getBytes(UTF_8);
    assertThat(
            IntStream.range(0, 256)
                .mapToObj(
                    value -> {
                      name[1] = (byte) value;
                      return FileName.of(name);
                    })
                .distinct())
        .hasSize(256);
  }

  @Test
  void aNameThatIsUtf8AtItsStartAndItsEndKeepsBoth() {
    byte[] name = "猫?猫".getBytes(UTF_8);
    name[3] = (byte) 0xc3;
    assertThat(FileName.of(name)).isEqualTo("猫%C3猫");
  }
}
