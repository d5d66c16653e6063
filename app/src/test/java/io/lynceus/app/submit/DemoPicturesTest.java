package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.submit.DemoPictures.Cameras;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPicturesTest {
  private static final Path HOME = Path.of("/opt/lynceus");

  private static Ask ask(Cameras cameras, String file) {
    return new DemoPictures(HOME, cameras).ask(Ask.DEFAULT, Path.of(file));
  }

  @Test
  void aSampleIsNamedAsInItsFolderAndAnotherFileAsGiven() {
    assertThat(ask(Cameras.NONE, "/opt/lynceus/samples/a.png").name()).contains("samples/a.png");
    assertThat(ask(Cameras.NONE, "/srv/yard/a.png").name()).contains("/srv/yard/a.png");
    assertThat(ask(Cameras.NONE, "yard/a.png").name()).contains("yard/a.png");
  }

  @Test
  void aPictureHasTheSameIdInEachDemoAndAnotherOneAnother() {
    Ask first = ask(Cameras.NONE, "/srv/yard/a.png");
    assertThat(ask(Cameras.BY_FOLDER, "/srv/yard/a.png").id()).isEqualTo(first.id()).isPresent();
    assertThat(ask(Cameras.NONE, "/srv/gate/a.png").id()).isNotEqualTo(first.id());
  }

  @ParameterizedTest
  @CsvSource({
    "BY_FILE,   /srv/yard/rocket.jpg,             rocket",
    "BY_FILE,   /srv/yard/no-ending,              no-ending",
    "BY_FOLDER, /srv/yard/rocket.jpg,             yard",
    "BY_FOLDER, '/srv/Front door (2)/rocket.jpg', front-door-2",
    "BY_FOLDER, /srv/a.b/rocket.jpg,              a-b",
    "BY_FOLDER, /srv/yard/../gate/rocket.jpg,     gate",
  })
  void aCameraIsNamedAfterTheFileOrItsFolder(Cameras cameras, String file, String camera) {
    assertThat(ask(cameras, file).camera()).contains(new Camera(camera));
  }

  @ParameterizedTest
  @CsvSource({"NONE, /srv/yard/a.png", "BY_FOLDER, /a.png", "BY_FOLDER, /srv/門/a.png"})
  void otherwiseThereIsNone(Cameras cameras, String file) {
    assertThat(ask(cameras, file).camera()).isEmpty();
  }

  @Test
  void aLongNameIsCut() {
    assertThat(ask(Cameras.BY_FOLDER, "/srv/" + "x".repeat(200) + "/a.png").camera())
        .contains(new Camera("x".repeat(Camera.MAX_NAME_CHARS)));
  }
}
