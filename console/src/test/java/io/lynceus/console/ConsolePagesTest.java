package io.lynceus.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.page.PageStyle;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConsolePagesTest {
  private static final List<String> SCRIPTS =
      List.of(
          "base",
          "still",
          "keys",
          "strip",
          "search",
          "picture",
          "watch",
          "events",
          "cluster",
          "try",
          "api",
          "settings",
          "app");

  @Test
  void allOfItWeighsAtMost150Kilobytes() throws Exception {
    int bytes = PageStyle.base().length() + PageStyle.picture().length();
    for (String script : SCRIPTS) {
      bytes += resource(script + ".js").length();
    }
    bytes += resource("index.html").length() + resource("console.css").length();
    assertThat(bytes).isLessThan(150_000);
  }

  @Test
  void textBecomesMarkupNowhere() throws Exception {
    for (String script : SCRIPTS) {
      assertThat(resource(script + ".js"))
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
    for (String script : SCRIPTS) {
      Matcher matcher =
          Pattern.compile("(?m)^(?:const|let|class|function) (\\w+)")
              .matcher(resource(script + ".js"));
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
