package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.app.daemon.LogSettings;
import io.lynceus.client.ClientConfig;
import io.lynceus.master.MasterConfig;
import io.lynceus.model.Camera;
import io.lynceus.slave.SlaveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String SECRET = "secret=0123456789abcdef";
  private static final Path CONFIG = Path.of("..", "config");

  @TempDir private Path folder;

  @Test
  void theDefaultsAreInTheJarsAndMakeDaemons() throws Exception {
    for (String daemon : List.of("master", "slave")) {
      Config file = ConfigFactory.parseFile(CONFIG.resolve(daemon + ".conf").toFile());
      Config loaded = load(daemon, Optional.empty());
      assertThat(loaded.withoutPath("secret")).isEqualTo(file.withoutPath("secret"));
    }
    assertThat(MasterConfig.from(load("master", Optional.empty(), SECRET)).gateway().port())
        .isEqualTo(ClientConfig.DEFAULT_PORT);
    SlaveConfig slave = SlaveConfig.from(load("slave", Optional.empty(), SECRET), "1");
    assertThat(slave.master().port()).isEqualTo(7071);
  }

  @Test
  void tokensHaveNamesAndTheirTextInFiles() throws Exception {
    Path token = Files.writeString(folder.resolve("anna"), "annas-token-01234\n");
    Config settings =
        load(
            "master",
            Optional.empty(),
            SECRET,
            "tokens.anna.role=camera",
            "tokens.anna.cameras=gate, yard",
            "tokens.anna.token-file=" + token);
    assertThat(MasterConfig.from(settings).gateway().tokens().named())
        .singleElement()
        .satisfies(
            anna ->
                assertThat(anna.grant().cameras())
                    .containsExactlyInAnyOrder(new Camera("gate"), new Camera("yard")));
    for (String wrong : List.of("tokens.anna.rol=viewer", "tokens.anna=x", "tokens=x")) {
      assertThatThrownBy(() -> load("master", Optional.empty(), SECRET, wrong))
          .hasMessageStartingWith("unknown setting tokens");
    }
    assertThatThrownBy(
            () -> load("master", Optional.empty(), SECRET, "tokens.anna.token=annas-token-01234"))
        .hasMessageStartingWith("unknown setting tokens.anna.token")
        .hasMessageNotContaining("01234");
    assertThatThrownBy(
            () -> load("master", Optional.empty(), SECRET, "tokens.anna.token-file=/nowhere"))
        .hasMessageContaining("tokens.anna.token-file names /nowhere");
    Config none = load("master", Optional.empty(), SECRET, "tokens.anna.role=viewer");
    assertThatThrownBy(() -> MasterConfig.from(none))
        .hasMessageContaining("tokens.anna.token-file");
  }

  @Test
  void anUnknownLogFormatIsNamed() throws CommandException {
    for (String wrong : List.of("log.format=xml", "log.level=loud")) {
      Config settings = load("slave", Optional.empty(), SECRET, wrong);
      assertThatThrownBy(() -> LogSettings.apply(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(wrong.replaceAll("=.*", " is one of "));
    }
  }

  @Test
  void theFileOverridesTheDefaultsAndSetOverridesTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("my.conf"), "threads = 5, name = fromfile");
    Config settings = load("slave", Optional.of(file), SECRET, "threads=7");
    assertThat(settings.getInt("threads")).isEqualTo(7);
    assertThat(settings.getString("name")).isEqualTo("fromfile");
    assertThat(settings.getInt("master.port")).isEqualTo(7071);
  }

  @Test
  void aFileMayIncludeFilesOfItsFolder() throws Exception {
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("more/threads.conf"), "threads = 5, include \"name.conf\"");
    Files.writeString(folder.resolve("more/name.conf"), "name = included");
    Path file = Files.writeString(folder.resolve("my.conf"), "include file(\"more/threads.conf\")");
    Config settings = load("slave", Optional.of(file), SECRET);
    assertThat(settings.getInt("threads")).isEqualTo(5);
    assertThat(settings.getString("name")).isEqualTo("included");
  }

  /** Whoever serves that address would decide what the daemon runs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "url(\"http://127.0.0.1:9/x.conf\")",
        "\"http://127.0.0.1:9/x.conf\"",
        "url(\"file:///etc/hosts\")",
        "classpath(\"master.conf\")",
        "file(\"/etc/hosts\")",
        "file(\"../x.conf\")",
        "\"my.conf\""
      })
  void nothingElseIsIncluded(String what) throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "threads = 5\ninclude " + what);
    assertThatThrownBy(() -> load("slave", Optional.of(file), SECRET))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("the settings include ")
        .hasMessageContaining("only files in the folder of the including file");
  }

  @Test
  void anIncludedFileThatIsNotThereIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "include \"none.conf\"");
    assertThatThrownBy(() -> load("slave", Optional.of(file), SECRET))
        .hasMessageContaining("none.conf, which cannot be read");
  }

  @Test
  void everyKeysCommentNamesItsEnvironmentVariable() throws IOException {
    for (String daemon : List.of("master", "slave")) {
      String explained = Files.readString(CONFIG.resolve(daemon + ".conf"));
      String environment =
          Files.readString(Path.of("src/main/resources/environment-" + daemon + ".conf"));
      Config known = ConfigFactory.parseString(explained);
      Matcher lines = Pattern.compile("(?m)^(\\S+) = \\$\\{\\?(\\w+)}$").matcher(environment);
      int found = 0;
      while (lines.find()) {
        found++;
        assertThat(known.hasPath(lines.group(1))).as(lines.group(1)).isTrue();
        assertThat(explained).contains("Environment: " + lines.group(2) + ".");
      }
      assertThat(found).isPositive();
      assertThat(explained.split("Environment: ", -1)).hasSize(found + 1);
    }
  }

  @Test
  void everyKeyHasAComment() throws IOException {
    for (String daemon : List.of("master", "slave")) {
      List<String> lines = Files.readAllLines(CONFIG.resolve(daemon + ".conf"));
      for (int i = 0; i < lines.size(); i++) {
        boolean key = lines.get(i).strip().matches("[a-z-]+ = .*");
        if (key) {
          String before = lines.get(i - 1).strip();
          assertThat(before.startsWith("#") || before.matches("[a-z-]+ = .*"))
              .as(daemon + ".conf line " + (i + 1))
              .isTrue();
        }
      }
    }
  }

  @Test
  void onlyTheTlsFilesAndTheCamerasAreReadAgainWhileRunning() throws IOException {
    assertThat(liveKeys("master"))
        .containsExactlyInAnyOrder(
            "tasks.tls.certificate",
            "tasks.tls.key",
            "tasks.tls.ca",
            "cameras.file",
            "mqtt.tls.certificate",
            "mqtt.tls.key",
            "mqtt.tls.ca",
            "slaves.tls.certificate",
            "slaves.tls.key",
            "slaves.tls.ca");
    assertThat(liveKeys("slave"))
        .containsExactlyInAnyOrder("master.tls.ca", "master.tls.certificate", "master.tls.key");
  }

  /** The keys whose comment says that they are read again; all others need a restart. */
  private static List<String> liveKeys(String daemon) throws IOException {
    String explained = Files.readString(CONFIG.resolve(daemon + ".conf"));
    assertThat(explained).contains("a change counts after a restart");
    return ConfigFactory.parseString(explained).entrySet().stream()
        .filter(entry -> entry.getValue().origin().comments().toString().contains("Live."))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void anUnknownKeyIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "tasks { prot = 1 }");
    assertWrong("tasks.prot", () -> load("master", Optional.of(file)));
    assertWrong("thread", () -> load("slave", Optional.empty(), "thread=1"));
    assertWrong("tasks", () -> load("master", Optional.empty(), "tasks=1"));
    assertWrong("a b..", () -> load("master", Optional.empty(), "a b..=1"));
  }

  @Test
  void aSetWithoutAValueSaysWhatItNeeds() {
    assertWrong("KEY=VALUE", () -> load("slave", Optional.empty(), "threads"));
  }

  @Test
  void aMissingFileIsNamed() {
    assertWrong("nowhere.conf", () -> load("slave", Optional.of(Path.of("nowhere.conf"))));
  }

  @Test
  void aFileThatCannotBeParsedIsReportedInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "tasks {\n port = ");
    assertWrong("my.conf", () -> load("master", Optional.of(file)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks.port=x|tasks.port is a whole number, not 'x'",
        "tasks.port=1.5|tasks.port is a whole number, not '1.5'",
        "slaves.speculation=half|slaves.speculation is a number, not 'half'",
        "limits.deadline=soon|limits.deadline is a time such as 30 s, not 'soon'",
        "limits.deadline=5|limits.deadline is a time with its unit, not '5': did you mean 5s, or"
            + " 5ms?",
        "limits.image-bytes=2 stone|limits.image-bytes is a size such as 32 MiB, not '2 stone'"
      })
  void aValueOfTheWrongKindNamesItsKeyAndTheRightKind(String set, String message) {
    assertWrong(message, () -> load("master", Optional.empty(), SECRET, set));
  }

  @Test
  void noTimeNeedsNoUnit() throws CommandException {
    assertThat(load("master", Optional.empty(), SECRET, "limits.no-slave-grace=0"))
        .satisfies(settings -> assertThat(settings.getDuration("limits.no-slave-grace")).isZero());
  }

  @Test
  void aValueOfTheWrongKindInAFileNamesItsKey() throws Exception {
    Path file = Files.writeString(folder.resolve("my.conf"), "master.tls.enabled = perhaps");
    assertWrong(
        "master.tls.enabled is true or false, not 'perhaps'",
        () -> load("slave", Optional.of(file), SECRET));
    Files.writeString(file, "threads = null");
    assertWrong(
        "threads is a whole number, or the word auto, not null",
        () -> load("slave", Optional.of(file), SECRET));
    Files.writeString(file, "threads = many");
    assertWrong(
        "threads is a whole number, or the word auto, not 'many'",
        () -> load("slave", Optional.of(file), SECRET));
    Files.writeString(file, "threads = auto");
    assertThat(load("slave", Optional.of(file), SECRET).getString("threads")).isEqualTo("auto");
    Files.writeString(file, "threads = [1, 2]");
    assertWrong("threads is a whole number", () -> load("slave", Optional.of(file), SECRET));
  }

  @ParameterizedTest
  @CsvSource({
    "tasks.port=70000, tasks.port is a whole number from 0 to 65535",
    "tasks.host=0.0.0.0, tasks.token",
    "http.host=0.0.0.0, http.host"
  })
  void aValueOutOfItsRangeNamesItsKey(String set, String named) throws CommandException {
    Config settings = load("master", Optional.empty(), SECRET, set);
    assertThatThrownBy(() -> MasterConfig.from(settings)).hasMessageContaining(named);
  }

  @Test
  void incompleteTlsSettingsStopTheStartAndNameWhatIsMissing() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "tasks.tls.certificate=a", "tasks.tls.key",
                "tasks.tls.key=a", "tasks.tls.certificate",
                "slaves.tls.key=a", "slaves.tls.certificate",
                "slaves.tls.ca=a", "slaves.tls.certificate")
            .entrySet()) {
      assertThatThrownBy(
              () -> MasterConfig.from(load("master", Optional.empty(), SECRET, wrong.getKey())))
          .as(wrong.getKey())
          .hasMessageContaining(wrong.getValue() + " is not");
    }
    for (Map.Entry<String, String> wrong :
        Map.of(
                "master.tls.certificate=a", "master.tls.key is not",
                "master.tls.ca=a", "master.tls.enabled")
            .entrySet()) {
      assertThatThrownBy(
              () -> SlaveConfig.from(load("slave", Optional.empty(), SECRET, wrong.getKey()), "1"))
          .as(wrong.getKey())
          .hasMessageContaining(wrong.getValue());
    }
  }

  @Test
  void tlsDoesNotReplaceAToken() {
    assertThatThrownBy(
            () ->
                MasterConfig.from(
                    load(
                        "master",
                        Optional.empty(),
                        SECRET,
                        "tasks.host=0.0.0.0",
                        "tasks.tls.certificate=a",
                        "tasks.tls.key=b")))
        .hasMessageContaining("set tasks.token");
  }

  @Test
  void secretsMayBeInFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("s"), " 0123456789abcdef\n");
    Config settings =
        load(
            "master",
            Optional.empty(),
            "secret-file=" + file,
            "tasks.token-file=" + file,
            "compat.token-file=" + file);
    assertThat(settings.getString("secret")).isEqualTo("0123456789abcdef");
    assertThat(settings.getString("compat.token")).isEqualTo("0123456789abcdef");
    assertThat(settings.getString("tasks.token")).isEqualTo("0123456789abcdef");
    assertThat(MasterConfig.from(settings).toString()).doesNotContain("0123456789");
    assertWrong(
        "secret and secret-file are both set",
        () -> load("slave", Optional.empty(), SECRET, "secret-file=" + file));
    assertWrong("secret-file", () -> load("slave", Optional.empty(), "secret-file=nowhere"));
    Path empty = Files.writeString(folder.resolve("e"), "\n");
    assertWrong(
        "which is empty", () -> load("master", Optional.empty(), "tasks.token-file=" + empty));
  }

  @Test
  void aMissingSecretSaysWhatASecretIs() {
    assertThatThrownBy(() -> MasterConfig.from(load("master", Optional.empty(), "secret=")))
        .hasMessageContaining("LYNCEUS_SECRET");
  }

  private static Config load(String daemon, Optional<Path> file, String... sets)
      throws CommandException {
    return Settings.load(daemon, file, List.of(sets));
  }

  private static void assertWrong(String named, ThrowingCallable loading) {
    assertThatThrownBy(loading)
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(CommandException.USAGE))
        .hasMessageContaining(named)
        .hasMessageNotContaining("\n");
  }
}
