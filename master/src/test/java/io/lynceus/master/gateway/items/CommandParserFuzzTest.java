package io.lynceus.master.gateway.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.Command.Analyze;
import io.lynceus.master.gateway.items.Command.SetOptions;
import io.lynceus.master.gateway.items.line.Argument;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Ask;
import io.lynceus.model.Expense;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every line is a command, or is refused with a message for the client. A command that is written
 * out again is parsed as the same command. Options are as {@code docs/task-port.md} specifies.
 */
class CommandParserFuzzTest {
  private static final AskParser PARSER = new AskParser(() -> AnalysisCatalog.STANDARD);

  private static final long HEAP_BYTES_BESIDES = 256 << 10;
  private static final int HEAP_BYTES_PER_BYTE = 256;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  static Stream<byte[]> seeds() {
    return Stream.of(
            "AUTH a=b==",
            "set name=\"a \\\"b\\\" \\\\c\" labels=\"person,dining table\" edges=png",
            "SET analyses=faces,edges min-score=0.5 deadline=500ms",
            "SET deadline=10s labels= name= edges=stats",
            "ANALYZE size=123456 name=x deadline=1500",
            "STREAM",
            "ping",
            "GET / HTTP/1.1")
        .map(line -> line.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aLineIsACommandOrRefused(byte[] bytes) {
    String line = CommandLine.text(bytes);
    if (line.indexOf('\n') >= 0 || bytes.length > ItemStart.MAX_LINE) {
      return;
    }
    parsed(line)
        .ifPresent(
            command -> {
              if (command instanceof SetOptions set) {
                assertThat(parsed("SET" + written(set.options()))).contains(set);
                applied(set.options());
              } else if (command instanceof Analyze analyze) {
                assertThat(parsed("ANALYZE size=" + analyze.size() + written(analyze.options())))
                    .contains(analyze);
                applied(analyze.options());
              }
            });
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * bytes.length,
        MAX_CPU,
        () -> parsed(line));
  }

  private static Optional<Command> parsed(String line) {
    try {
      return Optional.of(CommandParser.parse(line, PARSER::keys));
    } catch (BadCommandException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  private static String written(List<Argument> options) {
    return options.stream()
        .map(
            option ->
                " %s\"%s\""
                    .formatted(
                        option.key().isEmpty() ? "" : option.key() + "=",
                        option.value().replace("\\", "\\\\").replace("\"", "\\\"")))
        .collect(Collectors.joining());
  }

  private static void applied(List<Argument> changes) {
    Ask options = Ask.DEFAULT;
    for (Argument change : changes) {
      try {
        options = PARSER.with(options, List.of(Map.entry(change.key(), change.value())));
      } catch (BadCommandException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(options.wanted()).isNotEmpty();
    assertThat(options.options().list("labels")).hasSizeLessThanOrEqualTo(AnalysisOption.MAX_LIST);
    options.options().number("min-score").ifPresent(score -> assertThat(score).isBetween(0.0, 1.0));
    options
        .deadline()
        .ifPresent(time -> assertThat(time).isBetween(Duration.ofMillis(1), Duration.ofHours(1)));
  }
}
