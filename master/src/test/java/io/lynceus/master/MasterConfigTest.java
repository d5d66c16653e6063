package io.lynceus.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.model.settings.SettingBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterConfigTest {
  private static final String BOUNDS =
      """
      tasks.port                    | a whole number | -1        | 0    | 65535      | 65536
      tasks.idle-close              | a time         | 999999 ns | 1 ms | 30 d       | 2592000001 ms
      tasks.stream-idle-close       | a time         | 999999 ns | 1 ms | 30 d       | 2592000001 ms
      tasks.stall                   | a time         | 999999 ns | 1 ms | 30 d       | 2592000001 ms
      tasks.least-rate              | a size         | 0         | 1 B  | 1 GiB      | 1073741825 B
      tasks.drain                   | a time         | 999999 ns | 1 ms | 30 d       | 2592000001 ms
      tasks.window                  | a whole number | 0         | 1    | 1000000    | 1000001
      tasks.window-bytes            | a size         | 0         | 1 B  | 1 TiB      | 1099511627777 B
      tasks.held-bytes              | a size         | 0         | 1 B  | 1 TiB      | 1099511627777 B
      tasks.connections             | a whole number | 0         | 1    | 1000000    | 1000001
      tasks.connections-per-address | a whole number | 0         | 1    | 1000000    | 1000001
      http.port                     | a whole number | -1        | 0    | 65535      | 65536
      compat.port                   | a whole number | -1        | 0    | 65535      | 65536
      compat.wait                   | a time         | -1 ns     | 0    | 10 m       | 600001 ms
      compat.objects-min            | a number       | -0.01     | 0    | 1          | 1.01
      slaves.port                   | a whole number | -1        | 0    | 65535      | 65536
      slaves.prefetch               | a whole number | -1        | 0    | 1000       | 1001
      slaves.speculation            | a number       | -0.0001   | 0    | 1          | 1.0001
      slaves.connections            | a whole number | 0         | 1    | 1000000    | 1000001
      slaves.strangers              | a whole number | 0         | 1    | 1000000    | 1000001
      store.bytes                   | a size         | 16777215 B | 16 MiB | 1024 TiB | 1125899906842625 B
      store.min-free                | a number       | -0.01     | 0    | 0.9        | 0.91
      store.keep.results            | a time         | 59999 ms  | 1 m  | 36500 d    | 3153600000001 ms
      store.keep.pictures           | a time         | 59999 ms  | 1 m  | 36500 d    | 3153600000001 ms
      store.queue                   | a whole number | 0         | 1    | 1000000    | 1000001
      store.queue-bytes             | a size         | 0         | 1 B  | 1 TiB      | 1099511627777 B
      mqtt.snapshot-bytes           | a size         | 1023 B    | 1 KiB | 8 MiB     | 8388609 B
      quarantine.bytes              | a size         | 0         | 1 B  | 1 TiB      | 1099511627777 B
      quarantine.files              | a whole number | 0         | 1    | 1000000    | 1000001
      limits.image-bytes            | a size         | 0         | 1 B  | 1 GiB      | 1073741825 B
      limits.pixels                 | a whole number | 0         | 1    | 1073741824 | 1073741825
      limits.side                   | a whole number | 0         | 1    | 1048576    | 1048577
      limits.deadline               | a time         | 999999 ns | 1 ms | 1 d        | 86400001 ms
      limits.min-decoded            | a number       | -0.01     | 0    | 1          | 1.01
      limits.attempt-time           | a time         | 999999 ns | 1 ms | 1 d        | 86400001 ms
      limits.attempts               | a whole number | 0         | 1    | 1000       | 1001
      limits.no-slave-grace         | a time         | -1 ns     | 0    | 1 d        | 86400001 ms
      limits.waiting-tasks          | a whole number | 0         | 1    | 10000000   | 10000001
      limits.waiting-bytes          | a size         | 0         | 1 B  | 1 TiB      | 1099511627777 B
      limits.remember-time          | a time         | 999999 ns | 1 ms | 30 d       | 2592000001 ms
      limits.remember-replies       | a whole number | -1        | 0    | 10000000   | 10000001
      limits.remember-bytes         | a size         | -         | 0    | 1 TiB      | 1099511627777 B
      """;

  static Stream<SettingBounds> bounds() {
    return SettingBounds.of(BOUNDS);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void theBoundsAreAllowedAndWhatIsBeyondThemIsRefused(SettingBounds bounds) {
    bounds.check((key, value) -> read(Map.of(key, value)));
  }

  @Test
  void everyKeyHasBoundsOrIsText() {
    Set<String> others =
        Set.of(
            "secret",
            "secret-file",
            "tasks.host",
            "tasks.token",
            "tasks.token-file",
            "tasks.admin-token",
            "tasks.admin-token-file",
            "http.host",
            "http.allowed-hosts",
            "http.console",
            "http.public-url",
            "compat.host",
            "compat.dialect",
            "compat.token",
            "compat.token-file",
            "compat.open",
            "console.edit",
            "slaves.host",
            "slaves.heartbeat",
            "slaves.suspect-after",
            "slaves.silence",
            "models.dir",
            "models.distribute",
            "cameras.file",
            "quarantine.dir",
            "people.enabled",
            "people.purpose",
            "people.keep",
            "people.key-file",
            "people.dir",
            "people.known-score",
            "people.unsure-score",
            "people.margin",
            "store.enabled",
            "store.dir",
            "store.url",
            "store.url-file",
            "store.pictures",
            "store.required",
            "mqtt.url",
            "mqtt.user",
            "mqtt.password-file",
            "mqtt.client-id",
            "mqtt.prefix",
            "mqtt.discovery",
            "mqtt.discovery-prefix",
            "mqtt.snapshots",
            "mqtt.results",
            "log.format",
            "log.level");
    List<String> keys =
        MasterConfig.defaults().entrySet().stream()
            .map(Map.Entry::getKey)
            .filter(key -> !key.contains(".tls.") && !key.startsWith("models.quality."))
            .filter(key -> !others.contains(key))
            .toList();
    assertThat(bounds().map(SettingBounds::key)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @ParameterizedTest
  @CsvSource({"10 ms, 11 ms, 20 ms", "1 m, 61 s, 2 m", "1 m, 3599 s, 1 h"})
  void theTimesOfASlavesSilenceMayGoToTheirBounds(
      String heartbeat, String suspect, String silence) {
    Liveness liveness = read(liveness(heartbeat, suspect, silence)).dispatch().liveness();
    assertThat(liveness.heartbeat()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 ms|1 s|2 s|slaves.heartbeat is a time from 10 ms to 1 m, not 9 ms",
        "60001 ms|70 s|1 h|slaves.heartbeat is a time from 10 ms to 1 m, not 60001 ms",
        "1 s|1500 ms|1999 ms|slaves.silence is a time from 2 s to 1 h, not 1999 ms",
        "1 s|2 s|3601 s|slaves.silence is a time from 2 s to 1 h, not 3601 s",
        "1 s|1 s|3 s|slaves.suspect-after is a time between slaves.heartbeat (1 s) and"
            + " slaves.silence (3 s), not 1 s",
        "1 s|3 s|3 s|slaves.suspect-after is a time between slaves.heartbeat (1 s) and"
            + " slaves.silence (3 s), not 3 s"
      })
  void theTimesOfASlavesSilenceGrow(
      String heartbeat, String suspect, String silence, String message) {
    assertThatThrownBy(() -> read(liveness(heartbeat, suspect, silence))).hasMessage(message);
  }

  @Test
  void thePortAndDispatchShareTheTimesOfASlavesSilence() {
    MasterConfig config = read(Map.of("slaves.heartbeat", "300 ms"));
    assertThat(config.slaves().liveness()).isSameAs(config.dispatch().liveness());
    assertThat(config.slaves().liveness().heartbeat()).isEqualTo(Duration.ofMillis(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.host", "http.host", "compat.host", "slaves.host"})
  void aHostIsNotEmpty(String key) {
    assertThatThrownBy(() -> read(Map.of(key, " ")))
        .hasMessage(key + " is a name or an address, not empty");
  }

  @Test
  void secretsAreNotShown() {
    Map<String, String> secrets =
        Map.of(
            "secret", "hush-hush-hush-hush",
            "tasks.token", "hush-hush-hush-hush",
            "tasks.admin-token", "hush-hush-hush-hush",
            "compat.token", "hush-hush-hush-hush");
    assertThat(read(secrets).toString()).doesNotContain("hush");
    assertThatThrownBy(() -> read(Map.of("secret", "hush")))
        .hasMessageContaining("secret")
        .hasMessageNotContaining("hush");
  }

  private static Map<String, String> liveness(String heartbeat, String suspect, String silence) {
    return Map.of(
        "slaves.heartbeat", heartbeat, "slaves.suspect-after", suspect, "slaves.silence", silence);
  }

  private static MasterConfig read(Map<String, String> values) {
    Config settings = MasterDefaults.SETTINGS;
    for (Map.Entry<String, String> one : values.entrySet()) {
      settings = settings.withValue(one.getKey(), ConfigValueFactory.fromAnyRef(one.getValue()));
    }
    return MasterConfig.from(settings);
  }
}
