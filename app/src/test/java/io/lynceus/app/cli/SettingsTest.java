package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.app.daemon.LogSettings;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.dispatch.DispatchConfig;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.http.HttpConfig;
import io.lynceus.master.quarantine.QuarantineConfig;
import io.lynceus.model.Analysis;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.net.HealthConfig;
import io.lynceus.slave.work.WorkConfig;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.CornersConfig;
import io.lynceus.vision.analyzer.EdgesConfig;
import io.lynceus.vision.analyzer.FacesConfig;
import io.lynceus.vision.analyzer.ObjectsConfig;
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

class SettingsTest {
  private static final String SECRET = "secret=0123456789abcdef";
  private static final Path CONFIG = Path.of("..", "config");

  @TempDir private Path folder;

  @Test
  void theCommentedMasterSettingsAreTheDefaultsOfItsParts() throws CommandException {
    MasterConfig config = MasterConfig.from(load("master", Optional.empty(), SECRET));
    assertThat(config.gateway()).isEqualTo(GatewayConfig.DEFAULT);
    assertThat(config.http()).isEqualTo(HttpConfig.DEFAULT);
    assertThat(config.dispatch()).isEqualTo(DispatchConfig.DEFAULT);
    assertThat(config.quarantine()).isEqualTo(QuarantineConfig.standard());
    assertThat(config.slaves().port()).isEqualTo(7071);
  }

  @Test
  void theCommentedSlaveSettingsAreTheDefaultsOfItsParts() throws CommandException {
    SlaveConfig config = SlaveConfig.from(load("slave", Optional.empty(), SECRET), "1");
    assertThat(config.work()).isEqualTo(WorkConfig.DEFAULT);
    VisionConfig vision = config.vision();
    assertThat(ObjectsConfig.from(vision.settingsOf(Analysis.OBJECTS)))
        .isEqualTo(ObjectsConfig.DEFAULT);
    assertThat(FacesConfig.from(vision.settingsOf(Analysis.FACES))).isEqualTo(FacesConfig.DEFAULT);
    assertThat(EdgesConfig.from(vision.settingsOf(Analysis.EDGES))).isEqualTo(EdgesConfig.DEFAULT);
    assertThat(CornersConfig.from(vision.settingsOf(Analysis.CORNERS)))
        .isEqualTo(CornersConfig.DEFAULT);
    assertThat(config.health()).isEqualTo(HealthConfig.DEFAULT);
    assertThat(config.master().port()).isEqualTo(7071);
  }

  @Test
  void aWayToLogThatDoesNotExistIsNamed() throws CommandException {
    for (String wrong : List.of("log.format=xml", "log.level=loud")) {
      Config settings = load("slave", Optional.empty(), SECRET, wrong);
      assertThatThrownBy(() -> LogSettings.apply(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(wrong.replaceAll("=.*", ""));
    }
  }

  @Test
  void aFileGoesBeforeTheDefaultsAndSetBeforeTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("my.conf"), "threads = 5, name = fromfile");
    Config settings = load("slave", Optional.of(file), SECRET, "threads=7");
    assertThat(settings.getInt("threads")).isEqualTo(7);
    assertThat(settings.getString("name")).isEqualTo("fromfile");
    assertThat(settings.getInt("master.port")).isEqualTo(7071);
  }

  @Test
  void everyEnvironmentVariableIsNamedWhereItsKeyIsExplained() throws IOException {
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
  void everyKeyIsExplained() throws IOException {
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
  void exactlyTheFilesOfTlsAreLive() throws IOException {
    assertThat(liveKeys("master"))
        .containsExactlyInAnyOrder(
            "tasks.tls.certificate",
            "tasks.tls.key",
            "tasks.tls.ca",
            "slaves.tls.certificate",
            "slaves.tls.key",
            "slaves.tls.ca");
    assertThat(liveKeys("slave"))
        .containsExactlyInAnyOrder("master.tls.ca", "master.tls.certificate", "master.tls.key");
  }

  /** The keys whose comment says so; all others want a restart, as the head of the file says. */
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
  void aSetWithoutAValueSaysWhatIsWanted() {
    assertWrong("KEY=VALUE", () -> load("slave", Optional.empty(), "threads"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertWrong("nowhere.conf", () -> load("slave", Optional.of(Path.of("nowhere.conf"))));
  }

  @Test
  void aFileThatCannotBeParsedIsSaidInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "tasks {\n port = ");
    assertWrong("my.conf", () -> load("master", Optional.of(file)));
  }

  @Test
  void aValueOfTheWrongKindOrOutOfRangeNamesItsKey() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "tasks.port=x", "tasks.port",
                "limits.deadline=soon", "limits.deadline",
                "limits.attempts=0", "limits.attempts",
                "slaves.speculation=2", "slaves.speculation",
                "quarantine.files=0", "quarantine.files",
                "limits.image-bytes=2 GiB", "limits.image-bytes",
                "tasks.port=70000", "tasks.port",
                "tasks.host=0.0.0.0", "tasks.token",
                "http.host=0.0.0.0", "http.host",
                "http.port=-1", "http.port")
            .entrySet()) {
      assertThatThrownBy(
              () -> MasterConfig.from(load("master", Optional.empty(), SECRET, wrong.getKey())))
          .as(wrong.getKey())
          .hasMessageContaining(wrong.getValue());
    }
  }

  @Test
  void halfOfTlsStopsTheStartAndNamesTheOtherHalf() {
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
  void tlsDoesNotTakeThePlaceOfAToken() {
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
  void secretsMayLieInFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("s"), " 0123456789abcdef\n");
    Config settings =
        load("master", Optional.empty(), "secret-file=" + file, "tasks.token-file=" + file);
    assertThat(settings.getString("secret")).isEqualTo("0123456789abcdef");
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
