package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.lynceus.master.cameras.CameraEditException.Reason;
import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shows and changes the settings of single cameras, for clients that may. What is changed is a file
 * of {@code cameras.d}; {@code cameras.conf} stays as its owner has written it. The work is done on
 * the thread that looks at the files, one after the other. Any thread may call it.
 *
 * <p>The futures end with a {@link CameraEditException} for what is refused.
 */
public final class CameraEditor {
  /** The longest settings of one camera, in bytes. */
  public static final int MOST_BYTES = CamerasFile.MAX_BYTES_OF_ONE - 1024;

  private static final String ANY = "*";
  private static final int VERSION_BYTES = 8;
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_-]*");

  private final Cameras cameras;
  private final boolean allowed;

  /**
   * @param allowed whether cameras may be changed, {@code console.edit}
   */
  public CameraEditor(Cameras cameras, boolean allowed) {
    this.cameras = cameras;
    this.allowed = allowed;
  }

  /**
   * The settings of one camera.
   *
   * @param file that has them, for people; empty if no file describes the camera
   * @param editable whether {@link #write} would take others
   * @param version of the settings: 16 hexadecimal digits that are others when they have changed;
   *     empty if no file describes the camera
   * @param settings as JSON
   */
  public record Described(String file, boolean editable, String version, String settings) {}

  /**
   * What has to be so that a change is made.
   *
   * @param version that the file has now; {@code *} for any; empty if the client names none
   * @param isNew whether there must be no file
   */
  public record Condition(Optional<String> version, boolean isNew) {
    private boolean holdsFor(Optional<String> present) {
      if (isNew && present.isPresent()) {
        return false;
      }
      return version.isEmpty()
          || (version.get().equals(ANY) ? present.isPresent() : present.equals(version));
    }
  }

  /** The settings of a camera; of one without, none. */
  public CompletableFuture<Described> find(String name) {
    return done(
        () -> {
          Camera camera = camera(name);
          cameras.look();
          Optional<CameraFiles.Content> own = own(name);
          if (own.isPresent()) {
            byte[] bytes = own.get().bytes().array();
            return new Described(
                CameraFiles.nameOf(name),
                allowed,
                version(bytes),
                settings(bytes, name, CameraFiles.nameOf(name)));
          }
          if (cameras.files().filter(files -> files.isInMain(camera)).isPresent()) {
            byte[] bytes =
                cameras
                    .seen(CameraFiles.MAIN)
                    .map(seen -> seen.bytes().array())
                    .orElse(new byte[0]);
            return new Described(
                "cameras.conf", false, version(bytes), settings(bytes, name, "cameras.conf"));
          }
          return new Described("", allowed && cameras.files().isPresent(), "", "{}");
        });
  }

  /** What a file says of a camera, which may be wrong and not count. */
  private static String settings(byte[] bytes, String name, String file) {
    return CamerasFile.json(bytes, name)
        .orElseThrow(
            () ->
                new CameraEditException(
                    Reason.UNREADABLE,
                    file + " is wrong, and what was there before goes on: mend it there"));
  }

  /**
   * Says what is wrong with settings, and changes nothing.
   *
   * @param settings as JSON or HOCON: what stands in the braces of {@code cameras.NAME}
   * @return the name
   */
  public CompletableFuture<String> check(String name, String settings) {
    return done(
        () -> {
          camera(name);
          cameras.look();
          checked(files(), name, settings);
          return name;
        });
  }

  /**
   * Describes a camera anew: writes its file, whose settings count when the future ends.
   *
   * @param settings as for {@link #check}
   * @param who does it, for the audit
   * @return the version of the settings
   */
  public CompletableFuture<String> write(
      String name, String settings, Condition condition, Map<String, String> who) {
    return done(
        () -> {
          CameraFiles files = changeable(name, condition);
          byte[] bytes = checked(files, name, settings);
          try {
            files.write(name, bytes);
          } catch (IOException e) {
            throw unwritable(files, e);
          }
          cameras.look(who);
          return version(bytes);
        });
  }

  /**
   * Deletes a camera's file, so that no settings describe the camera any more.
   *
   * @param who does it, for the audit
   * @return the name
   */
  public CompletableFuture<String> delete(
      String name, Condition condition, Map<String, String> who) {
    return done(
        () -> {
          CameraFiles files = changeable(name, condition);
          if (own(name).isEmpty()) {
            throw new CameraEditException(
                Reason.UNKNOWN, "there is no " + CameraFiles.nameOf(name) + " to delete");
          }
          try {
            files.requireNotNeeded(name);
            files.delete(name);
          } catch (CameraSettingsException e) {
            throw new CameraEditException(Reason.WRONG, String.valueOf(e.getMessage()));
          } catch (IOException e) {
            throw unwritable(files, e);
          }
          cameras.look(who);
          return name;
        });
  }

  private <T> CompletableFuture<T> done(Supplier<T> work) {
    return cameras.onThread(
        () -> {
          synchronized (cameras) {
            return work.get();
          }
        });
  }

  private static Camera camera(String name) {
    try {
      return new Camera(name);
    } catch (IllegalArgumentException e) {
      throw new CameraEditException(Reason.WRONG, String.valueOf(e.getMessage()));
    }
  }

  private Optional<CameraFiles.Content> own(String name) {
    return cameras.seen(name);
  }

  private CameraFiles files() {
    return cameras
        .files()
        .orElseThrow(
            () ->
                new CameraEditException(
                    Reason.NOT_ALLOWED,
                    "this master has no file with cameras: set cameras.file, and start it again"));
  }

  /** The files, if the camera may be changed now. */
  private CameraFiles changeable(String name, Condition condition) {
    if (!allowed) {
      throw new CameraEditException(
          Reason.NOT_ALLOWED,
          "this master's cameras are changed in their files: set console.edit = true, and start it"
              + " again, to change them over HTTP");
    }
    CameraFiles files = files();
    Camera camera = camera(name);
    cameras.look();
    if (files.isInMain(camera)) {
      throw new CameraEditException(
          Reason.OF_OWNER,
          "the camera %s stands in cameras.conf: change it there, or move it to %s"
              .formatted(name, CameraFiles.nameOf(name)));
    }
    Optional<String> present = own(name).map(content -> version(content.bytes().array()));
    if (!condition.holdsFor(present)) {
      throw new CameraEditException(
          Reason.CHANGED,
          "somebody has changed the camera %s since you read it: read it again".formatted(name));
    }
    if (present.isPresent() && condition.version().isEmpty()) {
      throw new CameraEditException(
          Reason.NO_CONDITION,
          "say which settings you replace: If-Match with the ETag of GET /v1/cameras/%s, or *"
              .formatted(name));
    }
    return files;
  }

  /** The bytes of the file that has these settings. */
  private static byte[] checked(CameraFiles files, String name, String settings) {
    String inner = settings.strip();
    requireLiteral(inner);
    String key = PLAIN.matcher(name).matches() ? name : '"' + name + '"';
    String text =
        "cameras." + key + (inner.startsWith("{") ? " " + inner : " {\n" + inner + "\n}") + "\n";
    byte[] bytes = text.getBytes(UTF_8);
    try {
      CameraSet set = files.one(name, bytes);
      set.cameras().values().stream()
          .flatMap(camera -> camera.source().stream())
          .forEach(source -> requireBeside(files.folder(), source));
      files.requireFits(name, set);
      return bytes;
    } catch (CameraSettingsException e) {
      throw new CameraEditException(Reason.WRONG, String.valueOf(e.getMessage()));
    }
  }

  /** Settings of a client say nothing of the environment, and do not end before their end. */
  private static void requireLiteral(String settings) {
    try {
      if (ConfigFactory.parseString(settings, CamerasFile.options()).isResolved()) {
        return;
      }
    } catch (ConfigException | CamerasFile.IncludedException | StackOverflowError e) {
      throw new CameraEditException(
          Reason.WRONG,
          "the settings are neither JSON nor HOCON: is a quote, a bracket or a = missing?");
    }
    throw new CameraEditException(
        Reason.WRONG, "the settings have a $ that is not in quotes: write what it stands for");
  }

  /** A client must not have the master send any file that it can read to any address. */
  private static void requireBeside(Path folder, SourceConfig source) {
    Stream.of(source.passwordFile(), source.certificate())
        .flatMap(Optional::stream)
        .filter(file -> !file.startsWith(folder))
        .findFirst()
        .ifPresent(
            file -> {
              throw new CameraEditException(
                  Reason.WRONG,
                  "source.password-file and source.certificate of a camera that is described over"
                      + " HTTP lie in cameras.d: name a file there, such as front-door.password");
            });
  }

  private static CameraEditException unwritable(CameraFiles files, IOException e) {
    return new CameraEditException(
        Reason.UNWRITABLE,
        "cannot write to %s (%s): make the folder, and let the master's user write to it"
            .formatted(files.folder(), e.getClass().getSimpleName()));
  }

  private static String version(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
