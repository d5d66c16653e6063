package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.image.Exif;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which camera took a picture, and when. */
class ImageAdmissionTest {
  private static final Instant NOW = Instant.parse("2026-11-29T13:05:00Z");
  private static final LocalDateTime TAKEN = LocalDateTime.parse("2026-07-01T08:00:00");
  private static final OffsetDateTime GIVEN = OffsetDateTime.parse("2026-11-28T10:00:00-05:00");

  private final ScriptedIntake intake = new ScriptedIntake(true);
  private ImageAdmission admission =
      new ImageAdmission(intake, () -> NOW, ZoneId.of("Europe/Berlin"), Cameras.none());

  @Test
  void theClientsTimeGoesBeforeTheFiles() {
    Reply reply = admit(Ask.DEFAULT.withTime(Optional.of(GIVEN)), exif(Optional.empty()));
    assertThat(reply.still().time()).contains(new StillTime(GIVEN, TimeSource.OPTION));
  }

  @Test
  void theFilesTimeGoesBeforeTheArrivalAndKeepsItsOffset() {
    Reply reply = admit(Ask.DEFAULT, exif(Optional.of(ZoneOffset.ofHours(9))));
    assertThat(reply.still().time())
        .contains(new StillTime(TAKEN.atOffset(ZoneOffset.ofHours(9)), TimeSource.EXIF));
  }

  @Test
  void aTimeWithoutAnOffsetIsOneOfTheMastersZone() {
    Reply reply = admit(Ask.DEFAULT, exif(Optional.empty()));
    assertThat(reply.still().time())
        .as("summer time in July")
        .contains(new StillTime(TAKEN.atOffset(ZoneOffset.ofHours(2)), TimeSource.EXIF));
  }

  @Test
  void withoutAnyOtherTimeItIsThatOfTheArrival() {
    Exif none = new Exif(1, Optional.empty(), Optional.empty());
    Reply reply = admit(Ask.DEFAULT.withCamera(Optional.of(new Camera("gate_1"))), none);
    assertThat(reply.still().camera()).contains(new Camera("gate_1"));
    assertThat(reply.still().time())
        .contains(new StillTime(NOW.atOffset(ZoneOffset.ofHours(1)), TimeSource.ARRIVAL));
  }

  @Test
  void aStillIsAskedWhatItsCameraAddsAndRefusedWhereItIsNotDescribed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("cameras.conf");
    Files.writeString(file, "cameras-only = true, cameras.gate.analyses = [plates]");
    try (Cameras cameras = Cameras.open(CamerasConfig.of(file.toString(), Map.of()), () -> NOW)) {
      admission = new ImageAdmission(intake, () -> NOW, ZoneId.of("Europe/Berlin"), cameras);
      Exif none = new Exif(1, Optional.empty(), Optional.empty());
      admit(Ask.DEFAULT.withCamera(Optional.of(new Camera("gate"))), none);
      assertThat(intake.tasks.get(0).request().ask().wanted()).contains(new Analysis("plates"));

      Reply refused = admit(Ask.DEFAULT.withCamera(Optional.of(new Camera("yard"))), none);
      assertThat(refused.rejection().orElseThrow().code()).isEqualTo(RejectionCode.BAD_COMMAND);
      assertThat(intake.tasks).hasSize(1);
    }
  }

  private static Exif exif(Optional<ZoneOffset> offset) {
    return new Exif(1, Optional.of(TAKEN), offset);
  }

  private Reply admit(Ask ask, Exif exif) {
    ImageHeader header = new ImageHeader(ImageFormat.JPEG, 8, 8, exif);
    Reply[] reply = new Reply[1];
    var unused = admission.admit(ask, header, ByteBuffer.allocate(10), told -> reply[0] = told);
    return reply[0];
  }
}
