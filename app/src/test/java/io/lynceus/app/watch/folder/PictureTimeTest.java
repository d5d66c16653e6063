package io.lynceus.app.watch.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "192.168.1.64_01_20201203154519123_MOTION_DETECTION.jpg, 2020-12-03T15:45:19.123Z",
    "FrontDoor_00_20201203154519.jpg, 2020-12-03T15:45:19Z",
    "MDAlarm_20201203-154519.jpg, 2020-12-03T15:45:19Z",
    "cam/image20-12-03_15-45-19-45.jpg, 2020-12-03T15:45:19Z",
    "gate 2020-12-03 15.45.19.jpg, 2020-12-03T15:45:19Z",
    "Entrance-2020-12-03@154519.jpg, 2020-12-03T15:45:19Z",
    "AMC001/2020-12-03/001/jpg/15/45/19[M][0@0][0].jpg, 2020-12-03T15:45:19Z",
    "AMC001/2020-12-03/pic_001/15.45.19[M].jpg, 2020-12-03T15:45:19Z",
    "old_20190101000000/x_20201203154519.jpg, 2020-12-03T15:45:19Z"
  })
  void isReadAsCamerasWriteIt(String path, Instant time) {
    assertThat(PictureTime.in(path, ZoneOffset.UTC, NOW).map(OffsetDateTime::toInstant))
        .contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshot.jpg",
        "20201303154519.jpg",
        "20201203256019.jpg",
        "1606999999.123456-abc.jpg",
        "20300101000000.jpg",
        "120201203154519.jpg",
        "2020120315451912.jpg"
      })
  void otherDigitsAreNoTime(String path) {
    assertThat(PictureTime.in(path, ZoneOffset.UTC, NOW)).isEqualTo(Optional.empty());
  }
}
