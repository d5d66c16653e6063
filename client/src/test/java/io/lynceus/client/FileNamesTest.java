package io.lynceus.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FileNamesTest {

  @BeforeEach
  void namesAreUtf8() {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "this JVM reads names differently");
  }

  @Test
  void namesOfUtf8StayAsTheyAre() {
    assertThat(FileNames.of(Path.of("Überwachung/100%.jpg"))).isEqualTo("Überwachung/100%.jpg");
    assertThat(FileNames.of(Path.of("/a/b.jpg"))).isEqualTo("/a/b.jpg");
  }

  @Test
  void bytesThatAreNoUtf8AreEscaped() {
    assertThat(FileNames.of(latin1("Käfer 1%.jpg"))).isEqualTo("K%E4fer 1%25.jpg");
    assertThat(FileNames.of(latin1("Köfer 1%.jpg"))).isEqualTo("K%F6fer 1%25.jpg");
    assertThat(FileNames.of(latin1("/100%/Käfer"))).isEqualTo("/100%/K%E4fer");
  }

  @Test
  void anArgumentLeadsToTheFileThatItMeant() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (String argument : new String[] {"submit", "ä.jpg", "", "ö.jpg", "/tmp/ü.jpg"}) {
      line.writeBytes(argument.getBytes(ISO_8859_1));
      line.write(0);
    }
    RawArguments arguments = new RawArguments(line.toByteArray());
    Path both = Path.of(new String("ä.jpg".getBytes(ISO_8859_1), UTF_8));
    assertThat(FileNames.of(arguments.path(both))).isEqualTo("%E4.jpg");
    assertThat(FileNames.of(arguments.path(both))).isEqualTo("%F6.jpg");
    assertThat(arguments.path(both)).isEqualTo(both);
    assertThat(arguments.path(Path.of("submit"))).isEqualTo(Path.of("submit"));
    assertThat(FileNames.of(arguments.path(Path.of("/tmp/\uFFFD.jpg")))).isEqualTo("/tmp/%FC.jpg");
  }

  private static Path latin1(String name) {
    return FileNames.path(name.getBytes(ISO_8859_1));
  }
}
