package io.lynceus.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.console.SettingLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownSettingsTest {
  @Test
  void secretsAreSaidToBeSetAndNothingMore() {
    Config settings =
        ConfigFactory.parseString(
                """
                secret = hush-hush-hush-hush
                tasks.token = hush-hush-hush-hush
                tasks.admin-token = ""
                tokens.anna { role = viewer, token-file = "/etc/anna", token = hush-hush-hush-hush }
                store.url = "postgresql://me:hu/hush@db/lynceus"
                a.url = "jdbc:postgresql://me:hush@db/lynceus?user=x&password=hush&ssl=true"
                http.allowed-hosts = [a, b]
                """)
            .withFallback(MasterConfig.defaults());
    List<SettingLine> lines = ShownSettings.of(settings, MasterConfig.defaults());
    assertThat(lines.toString()).doesNotContain("hush");
    assertThat(line(lines, "tasks.token").value()).isEqualTo("set");
    assertThat(line(lines, "tasks.admin-token").value()).isEmpty();
    assertThat(line(lines, "tokens.anna.token").value()).isEqualTo("set");
    assertThat(line(lines, "tokens.anna.token-file").value()).isEqualTo("/etc/anna");
    assertThat(line(lines, "store.url").value()).isEqualTo("set");
    assertThat(line(lines, "a.url").value())
        .isEqualTo("jdbc:postgresql://***@db/lynceus?user=x&password=***&ssl=true");
    assertThat(line(lines, "http.allowed-hosts").value()).isEqualTo("a, b");
  }

  @Test
  void aSettingHasItsDefaultAndWhatItDoes() {
    SettingLine port =
        line(ShownSettings.of(MasterConfig.defaults(), MasterConfig.defaults()), "tasks.port");
    assertThat(port.value()).isEqualTo("7070");
    assertThat(port.usual()).isEqualTo("7070");
    assertThat(port.about()).startsWith("TCP port; 0 is a free one.");
    assertThat(SettingLine.json(List.of(port)))
        .startsWith("{\"settings\":[{\"key\":\"tasks.port\",\"value\":\"7070\"");
  }

  private static SettingLine line(List<SettingLine> lines, String key) {
    return lines.stream().filter(line -> line.key().equals(key)).findFirst().orElseThrow();
  }
}
