package io.lynceus.master.gateway.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.line.Argument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

  private static Command parse(String line) throws BadCommandException {
    return CommandParser.parse(line, () -> "the keys");
  }

  @Test
  void valuesMayBeQuoted() throws Exception {
    assertThat(parse("SET \tname=\"a \\\"b\\\" \\\\c\" labels=\"x y\"  edges= "))
        .isEqualTo(
            new Command.SetOptions(
                List.of(
                    new Argument("name", "a \"b\" \\c"),
                    new Argument("labels", "x y"),
                    new Argument("edges", ""))));
  }

  @Test
  void analyzeHasASizeAndMayHaveOptions() throws Exception {
    assertThat(parse("analyze name=x size=12"))
        .isEqualTo(new Command.Analyze(12, List.of(new Argument("name", "x"))));
  }

  @Test
  void theLabelsAreAskedForWithoutArguments() throws Exception {
    assertThat(parse("labels")).isEqualTo(new Command.Plain(Command.Word.LABELS));
  }

  @Test
  void aSlaveIsDrainedAndResumedByItsName() throws Exception {
    assertThat(parse("drain name=\"s 1\"")).isEqualTo(new Command.Drain("s 1", true));
    assertThat(parse("RESUME name=s1")).isEqualTo(new Command.Drain("s1", false));
  }

  @Test
  void quarantinedImagesAreNamedByTheBeginningOfTheirHash() throws Exception {
    assertThat(parse("QUARANTINE")).isEqualTo(new Command.AskQuarantine());
    assertThat(parse("quarantine clear=A0f")).isEqualTo(new Command.ClearQuarantine("a0f"));
    assertThat(parse("QUARANTINE clear=all")).isEqualTo(new Command.ClearQuarantine(""));
  }

  @Test
  void aStatusMayNameTheWaitOfItsEstimate() throws Exception {
    assertThat(parse("STATUS")).isEqualTo(new Command.AskStatus(Optional.empty()));
    assertThat(parse("status wait=2s"))
        .isEqualTo(new Command.AskStatus(Optional.of(Duration.ofSeconds(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH a=b==", "AUTH \"a=b==\""})
  void aTokenMayContainEqualsSigns(String line) throws Exception {
    assertThat(parse(line)).isEqualTo(new Command.Authenticate("a=b=="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET / HTTP/1.1;AUTH, SET, ANALYZE, STREAM, STATUS, LABELS, CAMERAS, DRAIN, RESUME,"
            + " QUARANTINE, PING, HELP, QUIT",
        "PING now;no arguments",
        "QUARANTINE clear=;1 to 64 digits of hex",
        "QUARANTINE clear=xyz;1 to 64 digits of hex",
        "QUARANTINE all;clear=HASH or clear=all",
        "SET name;key=value",
        "SET name=a\"b\";enclose a whole value",
        "SET name='\"a\"b';enclose a whole value",
        "SET name=\"a;enclose a whole value",
        "SET name=\"a\\n\";backslash",
        "ANALYZE;size=BYTES",
        "ANALYZE size=;size=BYTES",
        "ANALYZE size=5 size=6;once",
        "STAUS;did you mean STATUS?",
        "ANALYZE size=-1;size=BYTES",
        "ANALYZE size=1234567890123456789;size=BYTES",
        "DRAIN;name=SLAVE",
        "DRAIN s1;name=SLAVE",
        "RESUME name=;name=SLAVE",
        "DRAIN name=a name=b;name=SLAVE",
        "STATUS now;wait=TIME",
        "STATUS wait=1s wait=2s;wait=TIME",
        "STATUS wait=3601s;from 0ms to 3600s",
        "AUTH;one argument",
        "AUTH a b;one argument"
      })
  void aRefusalSaysWhatIsAllowed(String line, String hint) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(BadCommandException.class)
        .hasMessageContaining(hint);
  }

  @Test
  void aLongQuotedValueIsRead() throws Exception {
    String value = "\\\\".repeat(4000);

    assertThat(parse("SET name=\"" + value + "\""))
        .isEqualTo(new Command.SetOptions(List.of(new Argument("name", "\\".repeat(4000)))));
  }
}
