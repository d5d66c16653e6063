package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import io.lynceus.model.cameras.ClusterCameras.Fetching;
import io.lynceus.model.cameras.ClusterCameras.Filter;
import io.lynceus.model.cameras.ClusterCameras.LastStill;
import io.lynceus.model.cameras.ClusterCameras.Mask;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.cameras.ClusterCameras.SettingsFile;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.cameras.ClusterCameras.State;
import io.lynceus.model.cameras.ClusterCameras.Zone;
import io.lynceus.model.cameras.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CamerasJsonTest {
  private static final List<Point> TRIANGLE =
      List.of(new Point(0, 0), new Point(1, 0), new Point(0.5f, 0.25f));

  private static final ClusterCameras FULL =
      new ClusterCameras(
          true,
          new SettingsFile(
              Optional.of("/etc/lynceus/cameras.conf"),
              Optional.of(Instant.parse("2026-11-29T14:05:00Z")),
              Optional.of("cameras.a.titel is no setting")),
          List.of(
              new Entry(
                  "front",
                  "Front \"door\"",
                  true,
                  State.LATE,
                  Optional.of(Duration.ofSeconds(10)),
                  7,
                  Optional.of(
                      new LastStill(
                          "id-1",
                          Optional.of(
                              new StillTime(
                                  OffsetDateTime.parse("2026-11-29T14:05:00+01:00"),
                                  TimeSource.EXIF)),
                          Duration.ofMillis(1234),
                          Reply.Status.PARTIAL,
                          Map.of("person", Optional.empty()),
                          Map.of(
                              "yard",
                              new ZoneCounts(Optional.of(Map.of("person", Optional.of(1))))))),
                  new Source(
                      "snapshot",
                      Optional.of("failing"),
                      Optional.of("404"),
                      Optional.of(
                          new Fetching(
                              Instant.parse("2026-11-29T14:01:00Z"),
                              Optional.of(Instant.parse("2026-11-29T14:00:59Z")),
                              5,
                              Optional.of(Instant.parse("2026-11-29T14:05:30Z"))))),
                  new Rules(
                      List.of(
                          new Zone(
                              "yard",
                              "Yard",
                              TRIANGLE,
                              "overlap",
                              OptionalDouble.of(0.3),
                              List.of("person"),
                              3,
                              Duration.ofMinutes(2))),
                      List.of(new Mask("tree", TRIANGLE, List.of())),
                      List.of(new Filter("person", Map.of("min-area", 0.000001)))),
                  new CameraHealth(
                      HealthState.COVERED,
                      Optional.of(Instant.parse("2026-11-29T14:03:00Z")),
                      "nothing is left")),
              new Entry(
                  "back",
                  "back",
                  false,
                  State.NEVER,
                  Optional.empty(),
                  0,
                  Optional.empty(),
                  Source.PUSH,
                  Rules.NONE)));

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(CamerasJson.read(CamerasJson.write(FULL))).isEqualTo(FULL);
  }

  @Test
  void whatIsNotKnownIsNull() {
    ClusterCameras none =
        new ClusterCameras(false, SettingsFile.NONE, FULL.cameras().subList(1, 2));
    assertThat(CamerasJson.write(none))
        .isEqualTo(
            "{\"camerasOnly\":false,\"settings\":{\"file\":null,\"readAt\":null,\"refused\":null},"
                + "\"cameras\":[{\"name\":\"back\",\"title\":\"back\",\"described\":false,"
                + "\"state\":\"never\",\"health\":{\"state\":\"unknown\",\"since\":null,\"reason\":\"its"
                + " health is not judged\"},\"expectEveryMs\":null,\"stills\":0,\"last\":null,"
                + "\"source\":{\"kind\":\"push\",\"state\":null,\"message\":null},"
                + "\"zones\":[],\"masks\":[],\"filters\":{}}]}");
  }

  @Test
  void aMasterThatSaysNothingOfHealthIsUnderstood() throws Exception {
    String older = CamerasJson.write(FULL).replaceAll("\"health\":\\{[^}]*},", "");
    assertThat(older).doesNotContain("health");
    assertThat(CamerasJson.read(older).cameras())
        .extracting(Entry::health)
        .containsOnly(CameraHealth.UNKNOWN);
  }

  @Test
  void aLineOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> CamerasJson.read("{\"cameras\":[{}]}"))
        .isInstanceOf(MalformedReplyException.class);
  }
}
