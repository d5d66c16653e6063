package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.scene.camera.CameraSet;
import java.nio.file.Path;

/** Cameras as a settings file describes them. */
public final class TestCameras {
  private TestCameras() {}

  public static CameraSet of(String settings) {
    try {
      return new CamerasFile(Path.of("cameras.conf")).parse(settings.getBytes(UTF_8));
    } catch (CameraSettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
