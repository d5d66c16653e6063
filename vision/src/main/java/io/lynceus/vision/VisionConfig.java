package io.lynceus.vision;

import io.lynceus.vision.analyzer.CornersConfig;
import io.lynceus.vision.analyzer.EdgesConfig;
import io.lynceus.vision.analyzer.FacesConfig;
import io.lynceus.vision.analyzer.ObjectsConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of all analyses. Each record checks its own values.
 *
 * @param modelsDir {@code models.dir}: folder with networks that take the place of the shipped ones
 *     of the same name ({@code centernet-mbv3-coco80.onnx}, {@code blazeface-back.onnx})
 * @param nativeDir {@code native.dir}: folder that keeps the unpacked native libraries, 95 MB;
 *     empty means {@code lynceus} in the user's cache folder
 */
public record VisionConfig(
    Optional<Path> modelsDir,
    Optional<Path> nativeDir,
    ObjectsConfig objects,
    FacesConfig faces,
    EdgesConfig edges,
    CornersConfig corners) {

  public static final VisionConfig DEFAULT =
      new VisionConfig(
          Optional.empty(),
          Optional.empty(),
          ObjectsConfig.DEFAULT,
          FacesConfig.DEFAULT,
          EdgesConfig.DEFAULT,
          CornersConfig.DEFAULT);
}
