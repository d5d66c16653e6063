package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.camera.WatchConfig.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchSettingsTest {
  private static final String BIN =
      "watches.bin { camera = gate, region = [0.4, 0.5, 0.1, 0.2] }\n";

  @TempDir private Path folder;

  private static CameraSet parse(String text) throws CameraSettingsException {
    return new CamerasFile(Path.of("cameras.conf")).parse(text.getBytes(UTF_8));
  }

  @Test
  void theDistributionWatchesNothing() throws Exception {
    assertThat(parse(Files.readString(Path.of("../config/cameras.conf"))).watches()).isEmpty();
  }

  @Test
  void eachKeyIsRead() throws Exception {
    List<WatchConfig> watches =
        parse(
                BIN
                    + """
                    watches.exit {
                      camera = hall, region = "0,0.1,0.2,0.3", kind = absent, label = suitcase
                      references = 4, decide = 4 of 6, for = 2 m, ignore-when = [person]
                    }
                    """)
            .watches();
    assertThat(watches.get(0))
        .isEqualTo(
            WatchConfig.of("bin", "gate", new WatchRegion(0.4, 0.5, 0.1, 0.2), WatchKind.PRESENT));
    WatchConfig exit = watches.get(1);
    assertThat(exit.region()).isEqualTo(new WatchRegion(0, 0.1, 0.2, 0.3));
    assertThat(exit.kind()).isEqualTo(WatchKind.ABSENT);
    assertThat(exit.label()).contains("suitcase");
    assertThat(exit.references()).isEqualTo(4);
    assertThat(exit.decide()).isEqualTo(new Decision(4, 6));
    assertThat(exit.lasts()).isEqualTo(Duration.ofMinutes(2));
    assertThat(exit.ignoreWhen()).containsExactly("person");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "watch.a {}|watch is no setting (did you mean watches?)",
        "watches.a {}|watches.a.camera is missing",
        "watches.bin.region = [0.4, 0.5, 0.1]|watches.bin.region is [x, y, width, height]",
        "watches.bin.region = [0.4, 0.5, 0.7, 0.2]|watches.bin.region is [x, y, width, height]",
        "watches.bin.region = [0.4, 0.5, 0.001, 0.2]|watches.bin.region is [x, y, width, height]",
        "watches.bin.region = [a, 0.5, 0.1, 0.2]|watches.bin.region is [x, y, width, height]",
        "watches.bin.kind = gone|watches.bin.kind is present or absent or changed",
        "watches.bin.decide = 3|watches.bin.decide is K of N, such as 3 of 5",
        "watches.bin.decide = 2 of 5|watches.bin.decide is K of N, such as 3 of 5",
        "watches.bin.decide = 11 of 21|watches.bin.decide is K of N, such as 3 of 5",
        "watches.bin.references = 17|watches.bin.references is a whole number from 1 to 16",
        "watches.bin.for = 60|watches.bin.for is a time with its unit",
        "watches.bin.for = 2 d|watches.bin.for is a time from 0 to 1 d",
        "watches.bin { kind = changed, label = car }|watches.bin.label is for kind = present",
        "watches.bin.camera = Gate|watches.bin.camera is the name of a camera",
      })
  void whatIsWrongIsToldWithItsKey(String text, String message) {
    assertThatThrownBy(() -> parse(BIN + text))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aCameraHasAtMostSixteen() {
    String many =
        IntStream.range(0, 17)
            .mapToObj(i -> BIN.replace("bin", "bin" + i))
            .collect(Collectors.joining());
    assertThatThrownBy(() -> parse(many))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining("watches is at most 16 for one camera");
  }

  @Test
  void stillsOfTheCameraAreMeasuredThere() throws Exception {
    Path file = Files.writeString(folder.resolve("cameras.conf"), BIN);
    try (Cameras cameras =
        Cameras.open(CamerasConfig.of(file.toString(), Map.of()), Instant::now)) {
      Ask ask = Ask.DEFAULT.withCamera(Optional.of(new Camera("gate")));
      Ask full = cameras.completed(ask);
      assertThat(full.wanted())
          .containsAll(Analysis.STANDARD)
          .contains(SceneStatistics.ANALYSIS, RegionPatch.ANALYSIS);
      assertThat(full.options().list(RegionPatch.OPTION)).containsExactly("0.4:0.5:0.1:0.2");
      assertThat(
              cameras
                  .completed(ask.withCamera(Optional.of(new Camera("other"))))
                  .options()
                  .list(RegionPatch.OPTION))
          .isEmpty();
      Ask named = ask.withAnalyses(List.of(Analysis.FACES));
      assertThat(cameras.completed(named)).as("the client says what it wants").isSameAs(named);
    }
  }
}
