package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerSettingsTest {
  private static final String DOOR =
      "lines.door { camera = hall, from = [0.1, 0.5], to = [0.9, 0.6], in = right }\n";

  private static LedgerConfig parse(String text) throws CameraSettingsException {
    return new CamerasFile(Path.of("cameras.conf")).parse(text.getBytes(UTF_8)).ledger();
  }

  @Test
  void theDistributionCountsNobody() throws Exception {
    assertThat(parse(Files.readString(Path.of("../config/cameras.conf"))))
        .isEqualTo(LedgerConfig.NONE);
    assertThat(parse("")).isEqualTo(LedgerConfig.NONE);
  }

  @Test
  void eachKeyIsRead() throws Exception {
    LedgerConfig ledger =
        parse(
            DOOR
                + """
                lines.gate {
                  camera = yard, from = [0, 1], to = [1, 1], in = left, labels = [car, truck]
                  max-gap = 3 s
                  rates = [{ every = 500 ms, missed = 0.1, extra = 0.02 }
                           { every = 2 s, missed = 0.3, extra = 0.1 }]
                }
                areas.hall { title = "Hall", in = [door, gate], capacity = 50, zero-at = "04:15" }
                """);
    LineConfig door = ledger.lines().get("door");
    assertThat(door.camera()).isEqualTo("hall");
    assertThat(door.from()).isEqualTo(new Vertex(0.1, 0.5));
    assertThat(door.to()).isEqualTo(new Vertex(0.9, 0.6));
    assertThat(door.inIsLeft()).isFalse();
    assertThat(door.labels()).containsExactly("person");
    assertThat(door.maxGap()).isEqualTo(LineConfig.MAX_GAP);
    assertThat(door.rates()).isEmpty();
    LineConfig gate = ledger.lines().get("gate");
    assertThat(gate.inIsLeft()).isTrue();
    assertThat(gate.labels()).containsExactly("car", "truck");
    assertThat(gate.maxGap()).isEqualTo(Duration.ofSeconds(3));
    assertThat(gate.rates())
        .containsExactly(
            new LineConfig.Rate(Duration.ofMillis(500), 0.1, 0.02),
            new LineConfig.Rate(Duration.ofSeconds(2), 0.3, 0.1));
    AreaConfig hall = ledger.areas().get("hall");
    assertThat(hall.title()).isEqualTo("Hall");
    assertThat(hall.capacity()).hasValue(50);
    assertThat(hall.zeroAt()).contains(LocalTime.of(4, 15));
    assertThat(ledger.linesOf(hall)).containsExactly(door, gate);
    assertThat(ledger.linesOf("yard")).containsExactly(gate);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "line.a {}|line is no setting (did you mean lines?)",
        "lines.a {}|lines.a.camera is missing",
        "lines.door.camera = \"Big Hall\"|lines.door.camera is the name of a camera",
        "lines.door.from = 7|lines.door.from is a point, such as",
        "lines.door.from = [0.1]|lines.door.from is a point, such as",
        "lines.door.from = [0.1, 2]|lines.door.from is a point from 0 to 1",
        "lines.door.to = [0.1, 0.5]|lines.door.to is another point than from",
        "lines.door.in = up|lines.door.in is left or right",
        "lines.door.max-gap = 2 m|lines.door.max-gap is a time from 1 s to 1 m",
        "lines.door.rates = 3|lines.door.rates is a list of at most 20 objects",
        "lines.door.rates = [3]|lines.door.rates is a list of objects",
        "lines.door.rates = [{ every = 1 s }]|lines.door.rates.every stands with missed and extra",
        "lines.door.rates = [{ every = 1 s, missed = 2, extra = 0 }]|lines.door.rates.missed is a"
            + " number from 0 to 0.95",
        "lines.Door { camera = a, from = [0,0], to = [1,1], in = left }|lines.Door.name is 1 to 40",
        "areas.hall {}|areas.hall.in is a whole number from 1 to 32",
        "areas.hall.in = [gate]|areas.hall.in names the line gate, which there is not",
        "areas.hall { in = [door], zero-at = \"04:10\" }|areas.hall.zero-at is a time of day at a",
        "areas.hall { in = [door], zero-at = dawn }|areas.hall.zero-at is a time of day such as",
        "areas.hall { in = [door], capacity = 0 }|areas.hall.capacity is a whole number from 1",
      })
  void whatIsWrongIsToldWithItsKey(String text, String message) {
    assertThatThrownBy(() -> parse(DOOR + text))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining(message);
  }
}
