package io.lynceus.master.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.master.MasterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleConfigTest {
  private static final String ALL = "purpose = to test, keep = 30 d, key-file = /k";

  private static Config people(String text) {
    return ConfigFactory.parseString(text)
        .withFallback(MasterConfig.defaults().getConfig("people"));
  }

  @Test
  void itIsOffByDefault() {
    Config settings =
        ConfigFactory.parseString("secret = 0123456789abcdef")
            .withFallback(MasterConfig.defaults());
    assertThat(MasterConfig.from(settings).people()).isEmpty();
  }

  @Test
  void everythingIsRead() {
    PeopleConfig config = PeopleConfig.from(people(ALL), Map.of("XDG_STATE_HOME", "/s"));

    assertThat(config.purpose()).isEqualTo("to test");
    assertThat(config.keep()).isEqualTo(Duration.ofDays(30));
    assertThat(config.keyFile()).isEqualTo(Path.of("/k"));
    assertThat(config.folder()).isEqualTo(Path.of("/s/lynceus/people"));
    assertThat(config.rules().known()).isEqualTo(0.55);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "purpose = '' | people.enabled needs people.purpose: what faces are compared for",
        "keep = '' | people.enabled needs people.keep: how long a person stays enrolled",
        "key-file = '' | people.enabled needs people.key-file: a file with the key",
        "keep = 23 h | people.keep",
        "keep = 40000 d | people.keep",
        "dir = '' | people.dir",
        "known-score = 1.1 | people.known-score",
        "unsure-score = 0.6 | people.unsure-score",
        "margin = -1 | people.margin"
      })
  void whatIsMissingOrWrongIsNamed(String setting, String message) {
    String text = ALL + "\n" + setting.replace("''", "\"\"");
    assertThatThrownBy(() -> PeopleConfig.from(people(text), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
