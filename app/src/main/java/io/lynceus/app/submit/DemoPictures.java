package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.NearestCamera;
import io.lynceus.client.FileNames;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What the demo asks of each picture. A picture has the same id in every demo, so that the store
 * has its latest result alone.
 *
 * @param base files below it are named relative to it
 * @param cameras how the cameras are named after the files
 */
record DemoPictures(Path base, Cameras cameras) implements Submission.Job.Each {

  /** How a camera is named after a file. */
  enum Cameras {
    /** There are none. */
    NONE,
    /** Each file is a camera's still: the samples. */
    BY_FILE,
    /** Each folder has the stills of a camera. */
    BY_FOLDER
  }

  @Override
  public Ask ask(Ask common, Path file) {
    Path named = file.startsWith(base) ? base.relativize(file) : file;
    return common
        .withName(FileNames.of(named))
        .withId(Optional.of("demo-" + UUID.nameUUIDFromBytes(FileNames.of(named).getBytes(UTF_8))))
        .withCamera(camera(file));
  }

  private Optional<Camera> camera(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path source = cameras == Cameras.BY_FOLDER ? absolute.getParent() : absolute;
    if (cameras == Cameras.NONE || source == null || source.getFileName() == null) {
      return Optional.empty();
    }
    String name = FileNames.of(source.getFileName());
    int dot = cameras == Cameras.BY_FILE ? name.lastIndexOf('.') : -1;
    return NearestCamera.of(dot > 0 ? name.substring(0, dot) : name);
  }
}
