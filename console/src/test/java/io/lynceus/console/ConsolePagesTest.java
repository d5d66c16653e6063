package io.lynceus.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePagesTest {
  /** What goes over the network: a browser unpacks it. */
  @Test
  void allOfItWeighsAtMost150Kilobytes() {
    int[] weight = new ConsolePages("1").weight();
    assertThat(weight[0]).isLessThan(60_000);
    assertThat(weight[1]).isLessThan(190_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.8", "deflate,gzip;q=1"})
  void whoAcceptsGzipGetsIt(String codings) {
    assertThat(ConsolePages.acceptsGzip(codings)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip;q=0.0, br", "x-gzip"})
  void whoDoesNotAcceptGzipGetsThePlainFiles(String codings) {
    assertThat(ConsolePages.acceptsGzip(codings)).isFalse();
  }

  @Test
  void textBecomesMarkupNowhere() throws Exception {
    for (String script : ConsolePages.SCRIPTS) {
      assertThat(resource(script))
          .as(script)
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https:");
    }
    assertThat(resource("index.html"))
        .doesNotContain("style=", "onclick", "<script>", "<style>", "https:");
  }

  @Test
  void theScriptsAreOneScriptSoNoNameIsThereTwice() throws Exception {
    List<String> names = new ArrayList<>();
    for (String script : ConsolePages.SCRIPTS) {
      Matcher matcher =
          Pattern.compile("(?m)^(?:const|let|class|function) (\\w+)").matcher(resource(script));
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ConsolePages.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
