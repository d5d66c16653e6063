package io.lynceus.app.watch.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.FileNames;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is asked of each picture: its name, its camera, its time, and an id that is the same however
 * often the same file is sent, also by another process, so that the master replies to it once.
 *
 * @param common what is asked of all
 * @param cameras which camera a file is of
 * @param times who says when a picture was taken, where the picture itself does not
 * @param zone of the times in names
 * @param clock a time in a name that lies ahead of it is none
 */
public record PictureAsk(
    Ask common, CameraNames cameras, Times times, ZoneId zone, InstantSource clock) {

  /** Who says when a picture was taken, where its own data do not. */
  public enum Times {
    /** Its name, or else the file's last change. */
    AUTO,
    /** The file's last change. */
    FILE,
    /** Nobody: the master takes the time of its arrival. */
    ARRIVAL
  }

  /** Of a file in a watched folder. */
  Ask ofFile(Path root, FoundFile file, FileFacts facts) {
    String name = FileNames.of(file.place());
    Instant changed = file.stamp().modified().toInstant();
    Optional<OffsetDateTime> time =
        switch (times) {
          case ARRIVAL -> Optional.empty();
          case FILE -> Optional.of(changed.atZone(zone).toOffsetDateTime());
          case AUTO ->
              Optional.of(
                  PictureTime.in(name, zone, clock.instant())
                      .orElseGet(() -> changed.atZone(zone).toOffsetDateTime()));
        };
    Ask ask =
        common
            .withName(name)
            .withCamera(cameras.of(file.place()))
            .withTime(facts.timed() ? Optional.empty() : time.filter(PictureAsk::isPossible));
    return withId(ask, FileNames.of(root) + "\n" + changed, facts);
  }

  /** Of an upload, which has no time of its own. */
  public Ask ofUpload(String user, Camera camera, String name, FileFacts facts) {
    Optional<OffsetDateTime> time =
        times == Times.AUTO ? PictureTime.in(name, zone, clock.instant()) : Optional.empty();
    Ask ask =
        common
            .withName(name)
            .withCamera(Optional.of(camera))
            .withTime(facts.timed() ? Optional.empty() : time);
    return withId(ask, "ftp " + user, facts);
  }

  /** The master takes times from 1970 to 2100; a file's may be anything. */
  private static boolean isPossible(OffsetDateTime time) {
    return time.getYear() >= 1970 && time.getYear() < 2100;
  }

  /** With other options, it has another id: the master refuses a known one with those. */
  private static Ask withId(Ask ask, String source, FileFacts facts) {
    MessageDigest digest = FileFacts.newDigest();
    digest.update((source + "\n" + ask + "\n" + facts.sha256()).getBytes(UTF_8));
    String hash = HexFormat.of().formatHex(digest.digest());
    return ask.withId(Optional.of("watch-" + hash.substring(0, 40)));
  }
}
