package io.lynceus.master.gateway.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which camera a request is of. */
class StillSourceTest {
  private static final CameraSet GATE = CameraSet.of(List.of(CameraConfig.of("gate")), false);

  private static Optional<Camera> camera(String query, String file, CameraSet cameras)
      throws BadCommandException {
    return StillSource.camera(Optional.ofNullable(query), Optional.ofNullable(file), cameras);
  }

  @ParameterizedTest
  @CsvSource({
    "Garage.20210705_101500.jpg, garage",
    "front-door.2021.07.05.jpg, front-door",
    "gate.jpg, gate",
    "GATE, gate"
  })
  void theFilesNameUpToItsFirstDotIsTheCamera(String file, String camera) throws Exception {
    assertThat(camera(null, file, GATE)).contains(new Camera(camera));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"image", "image.jpg", ".hidden.x.jpg", "Front Door.2021.jpg", "tmp/a.b.jpg"})
  void otherNamesSayNothing(String file) throws Exception {
    assertThat(camera(null, file, GATE)).isEmpty();
  }

  @Test
  void theQueryCountsMore() throws Exception {
    assertThat(camera("x=1&camera=yard", "gate.jpg", GATE)).contains(new Camera("yard"));
    assertThat(camera("camera=", "gate.jpg", GATE)).contains(new Camera("gate"));
    assertThat(camera(null, null, GATE)).isEmpty();
    assertThatThrownBy(() -> camera("camera=Front%20Door", null, GATE))
        .isInstanceOf(BadCommandException.class)
        .hasMessageContaining("a-z");
  }

  @Test
  void aNameDoesNotMakeAMasterRefuseThatTakesItsOwnCamerasOnly() throws Exception {
    CameraSet only = new CameraSet(GATE.cameras(), true, GATE.events(), GATE.ledger());
    assertThat(camera(null, "garage.2021.jpg", only)).isEmpty();
    assertThat(camera(null, "gate.2021.jpg", only)).contains(new Camera("gate"));
  }
}
