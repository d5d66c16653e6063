package io.lynceus.master.cameras;

import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.scene.camera.CameraConfig;
import java.util.Optional;

/** Tells how the sources of stills are. Any thread may call it. */
public interface SourceStates {
  /** Nothing is known but what the settings say. */
  SourceStates NONE =
      camera ->
          camera
              .source()
              .map(source -> new Source(source.kind().word(), Optional.empty(), Optional.empty()))
              .orElse(Source.PUSH);

  /** The state of the source of a camera's stills. */
  Source of(CameraConfig camera);
}
