package io.lynceus.slave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.model.settings.SettingBounds;
import io.lynceus.slave.net.HealthConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlaveConfigTest {
  private static final String SECRET = "0123456789abcdef";
  private static final String BOUNDS =
      """
      master.port           | a whole number | 0          | 1      | 65535      | 65536
      http.port             | a whole number | -1         | 0      | 65535      | 65536
      threads               | a whole number | 0          | 1      | 1024       | 1025
      drain                 | a time         | -1 ns      | 0      | 1 d        | 86400001 ms
      limits.image-bytes    | a size         | 0          | 1 B    | 1 GiB      | 1073741825 B
      limits.pixels         | a whole number | 0          | 1      | 1073741824 | 1073741825
      limits.side           | a whole number | 0          | 1      | 1048576    | 1048577
      limits.resident-bytes | a size         | -          | 0      | 1 TiB      | 1099511627777 B
      limits.picture-bytes  | a size         | 67108863 B | 64 MiB | 1 TiB      | 1099511627777 B
      confinement.heap-bytes     | a size | 67108863 B  | 64 MiB  | 1 TiB | 1099511627777 B
      confinement.resident-bytes | a size | 536870911 B | 512 MiB | 1 TiB | 1099511627777 B
      limits.parallel       | a whole number | 0          | 1      | 1024       | 1025
      limits.queue          | a whole number | 0          | 1      | 1000000    | 1000001
      models.received-bytes | a size         | 1048575 B  | 1 MiB  | 1 TiB      | 1099511627777 B
      models.unload-after   | a time         | 999999999 ns | 1 s  | 1 d        | 86400001 ms
      """;

  static Stream<SettingBounds> bounds() {
    return SettingBounds.of(BOUNDS);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void theBoundsAreAllowedAndWhatIsBeyondThemIsRefused(SettingBounds bounds) {
    bounds.check((key, value) -> read(Map.of("limits.held-bytes", "1 TiB", key, value)));
  }

  @Test
  void everyKeyHasBoundsOrIsText() {
    Set<String> others =
        Set.of(
            "secret",
            "secret-file",
            "name",
            "master.host",
            "master.tls.enabled",
            "master.tls.ca",
            "master.tls.certificate",
            "master.tls.key",
            "master.tls.verify-host",
            "http.host",
            "http.allowed-hosts",
            "models.dir",
            "models.received-dir",
            "native.dir",
            "plugins.dir",
            "log.format",
            "log.level",
            "limits.held-bytes");
    List<String> keys =
        SlaveConfig.defaults().entrySet().stream()
            .map(Map.Entry::getKey)
            .filter(key -> !key.startsWith("analysis.")) // in the test of VisionConfig
            .filter(key -> !others.contains(key))
            .toList();
    assertThat(bounds().map(SettingBounds::key)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void atLeastOneImageFitsIntoWhatIsHeld() {
    assertThat(read("limits.held-bytes", "32 MiB").work().heldBytes()).isEqualTo(32 << 20);
    assertThat(read("limits.held-bytes", "1 TiB").work().heldBytes()).isEqualTo(1L << 40);
    String allowed = "limits.held-bytes is a size from limits.image-bytes (32 MiB) to 1 TiB, not ";
    assertThatThrownBy(() -> read("limits.held-bytes", "33554431 B"))
        .hasMessage(allowed + "33554431 B");
    assertThatThrownBy(() -> read("limits.held-bytes", "1099511627777 B"))
        .hasMessage(allowed + "1099511627777 B");
  }

  @ParameterizedTest
  @CsvSource({"master.host", "http.host"})
  void aHostIsNotEmpty(String key) {
    assertThatThrownBy(() -> read(key, " "))
        .hasMessage(key + " is a name or an address, not empty");
  }

  @Test
  void aNameHas64PlainCharactersAtMost() {
    String longest = "x".repeat(64);
    assertThat(read("name", longest).master().name()).isEqualTo(longest);
    assertThatThrownBy(() -> read("name", longest + "x"))
        .hasMessageStartingWith("name is 1 to 64 of A-Z a-z 0-9 . _ -, not 'xxx");
    for (String wrong : new String[] {"a\tb", "s 1", "\u202e1s", "a\u2028b", "\u001b[2J"}) {
      assertThatThrownBy(() -> read("name", wrong)).hasMessageStartingWith("name is 1 to 64");
    }
    assertThat(read("name", "").master().name()).endsWith("-" + ProcessHandle.current().pid());
  }

  @Test
  void asManyThreadsAsProcessorsIfSo() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(read("threads", "auto").work().threads()).isEqualTo(Math.max(3, processors));
  }

  @Test
  void onlyTheDefaultPortMayBeAnother() {
    HealthConfig first = read("threads", "1").health();
    assertThat(first.orAnother()).isTrue();
    String next = Integer.toString(first.port() + 1);
    assertThat(read("http.port", next).health().orAnother()).isFalse();
  }

  @Test
  void theSecretIsNotShown() {
    assertThat(read("threads", "1").toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> read("secret", "hush-hush"))
        .hasMessageContaining("secret")
        .hasMessageNotContaining("hush-hush");
  }

  private static SlaveConfig read(String key, String value) {
    return read(Map.of(key, value));
  }

  private static SlaveConfig read(Map<String, String> values) {
    Config settings =
        SlaveConfig.defaults().withValue("secret", ConfigValueFactory.fromAnyRef(SECRET));
    for (Map.Entry<String, String> one : values.entrySet()) {
      settings = settings.withValue(one.getKey(), ConfigValueFactory.fromAnyRef(one.getValue()));
    }
    return SlaveConfig.from(settings, "1");
  }
}
