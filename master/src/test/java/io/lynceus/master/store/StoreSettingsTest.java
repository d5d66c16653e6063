package io.lynceus.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.master.MasterConfig;
import io.lynceus.store.Keep.CameraKeep;
import io.lynceus.store.PictureRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {
  private static StoreSettings read(String settings) {
    Config all = ConfigFactory.parseString(settings).withFallback(MasterConfig.defaults());
    return StoreSettings.from(all.getConfig("store"), Map.of("XDG_STATE_HOME", "/states"));
  }

  @Test
  void theDefaultsKeepNothingYet() {
    StoreSettings defaults = read("");
    assertThat(defaults.enabled()).isFalse();
    assertThat(defaults.store().folder()).isEqualTo(Path.of("/states/lynceus/store"));
    assertThat(defaults.store().pictures()).isEqualTo(PictureRule.EVENTS);
    assertThat(defaults.store().url()).isEmpty();
    assertThat(defaults.outlet().items()).isEqualTo(4096);
    assertThat(defaults.outlet().bytes()).isEqualTo(64 << 20);
    assertThat(defaults.outlet().required()).isFalse();
  }

  @Test
  void eachSettingReachesItsPart() {
    StoreSettings settings =
        read(
            """
            store {
              enabled = true, dir = /data, url = "postgresql://u:hush@h/d", pictures = all
              keep { results = 90 d, pictures = 14 d
                     cameras { yard { results = 1 d }, gate { results = 2 d, pictures = 2 h } } }
              bytes = 1 GiB, min-free = 0.2, queue = 7, queue-bytes = 1 MiB, required = true
            }
            """);
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.store().folder()).isEqualTo(Path.of("/data"));
    assertThat(settings.store().url()).contains("postgresql://u:hush@h/d");
    assertThat(settings.store().pictures()).isEqualTo(PictureRule.ALL);
    assertThat(settings.store().keep().cameras())
        .containsEntry("yard", new CameraKeep(Optional.of(Duration.ofDays(1)), Optional.empty()))
        .containsEntry(
            "gate",
            new CameraKeep(Optional.of(Duration.ofDays(2)), Optional.of(Duration.ofHours(2))));
    assertThat(settings.store().bytes()).isEqualTo(1 << 30);
    assertThat(settings.store().minFree()).isEqualTo(0.2);
    assertThat(settings.outlet().items()).isEqualTo(7);
    assertThat(settings.outlet().required()).isTrue();
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dir = \"\" | store.dir is a path, or auto, not empty",
        "pictures = some | store.pictures is one of none, events, all, not 'some'",
        "url = \"mysql://x\" | store.url is postgresql://",
        "keep.cameras.yard.results = 5 | store.keep.cameras.yard.results is a time with its unit",
        "keep.cameras.yard.results = long | store.keep.cameras.yard.results is a time such as 7 d",
        "keep.cameras.yard.results = 1 s | store.keep.cameras.yard.results is a time from 1 m",
        "keep.cameras.Yard.results = 7 d | store.keep.cameras: camera is 1 to 40 of a-z",
        "keep.cameras.yard.result = 7 d | store.keep.cameras is NAME { results, pictures }",
        "keep.cameras.yard = 7 d | store.keep.cameras is NAME { results, pictures }"
      })
  void whatIsWrongIsNamed(String setting, String message) {
    assertThatThrownBy(() -> read("store { " + setting + " }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
