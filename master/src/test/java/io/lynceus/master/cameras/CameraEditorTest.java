package io.lynceus.master.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lynceus.master.cameras.CameraEditException.Reason;
import io.lynceus.master.cameras.CameraEditor.Condition;
import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraEditorTest {
  private static final Condition ANY = new Condition(Optional.of("*"), false);
  private static final Condition NONE = new Condition(Optional.empty(), false);
  private static final Map<String, String> WHO = Map.of("token", "anna");
  private static final String ZONE = "zones.yard.polygon = [[0, 0], [1, 0], [1, 1]]";

  @TempDir private Path folder;
  private final List<String> audited = new ArrayList<>();
  private Cameras cameras;
  private CameraEditor editor;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(folder.resolve("cameras.conf"), "cameras.front { title = Front }\n");
    cameras =
        Cameras.open(
            CamerasConfig.of(folder.resolve("cameras.conf").toString(), Map.of()), Instant::now);
    cameras.audit(facts -> audited.add(new TreeMap<>(facts).toString()));
    editor = new CameraEditor(cameras, true);
  }

  @AfterEach
  void close() {
    cameras.close();
  }

  @Test
  void aCameraThatIsWrittenCountsAtOnceAndIsAFileOfItsOwn() throws Exception {
    String version =
        editor.write("yard", "title = Yard\n" + ZONE.replace("yard", "grass"), NONE, WHO).join();
    assertThat(config("yard").orElseThrow().title()).isEqualTo("Yard");
    Path file = folder.resolve("cameras.d/yard.conf");
    assertThat(Files.readString(file)).startsWith("cameras.yard {").contains("grass");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(folder.resolve("cameras.conf")))
        .isEqualTo("cameras.front { title = Front }\n");
    CameraEditor.Described found = editor.find("yard").join();
    assertThat(found.version()).isEqualTo(version);
    assertThat(found.file()).isEqualTo("cameras.d/yard.conf");
    assertThat(found.editable()).isTrue();
    assertThat(found.settings()).contains("\"title\":\"Yard\"");
    assertThat(audited).containsExactly("{added=yard, token=anna}");
  }

  @Test
  void ofTwoEditorsTheSecondDoesNotOverwriteTheFirst() {
    String first = editor.write("yard", "title = A", NONE, WHO).join();
    Condition read = new Condition(Optional.of(first), false);
    String second = editor.write("yard", "title = B", read, WHO).join();
    assertThat(second).isNotEqualTo(first);
    assertThat(refusal(editor.write("yard", "title = C", read, WHO))).isEqualTo(Reason.CHANGED);
    assertThat(refusal(editor.write("yard", "title = C", NONE, WHO)))
        .isEqualTo(Reason.NO_CONDITION);
    assertThat(refusal(editor.write("yard", "", new Condition(Optional.empty(), true), WHO)))
        .isEqualTo(Reason.CHANGED);
    assertThat(refusal(editor.delete("yard", read, WHO))).isEqualTo(Reason.CHANGED);
    assertThat(config("yard").orElseThrow().title()).isEqualTo("B");

    editor.delete("yard", new Condition(Optional.of(second), false), WHO).join();
    assertThat(config("yard")).isEmpty();
    assertThat(refusal(editor.delete("yard", NONE, WHO))).isEqualTo(Reason.UNKNOWN);
    assertThat(refusal(editor.write("yard", "title = D", ANY, WHO))).isEqualTo(Reason.CHANGED);
    assertThat(audited)
        .containsExactly(
            "{added=yard, token=anna}", "{changed=yard, token=anna}", "{removed=yard, token=anna}");
  }

  @Test
  void theOwnersFileIsNotTouched() {
    assertThat(refusal(editor.write("front", "", ANY, WHO))).isEqualTo(Reason.OF_OWNER);
    assertThat(refusal(editor.delete("front", ANY, WHO))).isEqualTo(Reason.OF_OWNER);
    CameraEditor.Described found = editor.find("front").join();
    assertThat(found.editable()).isFalse();
    assertThat(found.file()).isEqualTo("cameras.conf");
    assertThat(found.settings()).isEqualTo("{\"title\":\"Front\"}");
  }

  @Test
  void withoutTheSettingNothingIsChanged() {
    CameraEditor reader = new CameraEditor(cameras, false);
    assertThat(refusal(reader.write("yard", "", NONE, WHO))).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(refusal(reader.delete("yard", ANY, WHO))).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(reader.find("yard").join().editable()).isFalse();
    assertThat(folder.resolve("cameras.d")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title = [ | neither JSON nor HOCON",
        "title = a } cameras.other { title = b | neither JSON nor HOCON",
        "title = ${HOME} | a $ that is not in quotes",
        "include \"/etc/passwd\" | neither JSON nor HOCON",
        "colour = red | cameras.yard.colour is no setting",
        "zones.front.polygon = [[0, 0], [1, 0], [1, 1]] | has the name of a camera",
        "zones.a.polygon = [[0, 0], [1, 1], [1, 0], [0, 1]] | crosses itself",
        "source { kind = snapshot, url = \"http://c/\", user = u, password-file ="
            + " \"../cameras.conf\" } | lie in cameras.d",
        "source { kind = snapshot, url = \"http://c/\", user = u, password-file = /etc/passwd } |"
            + " lie in cameras.d",
      })
  void wrongSettingsAreRefusedAndSayWhy(String settings, String why) {
    for (CompletableFuture<String> refused :
        List.of(editor.check("yard", settings), editor.write("yard", settings, NONE, WHO))) {
      Throwable cause = catchThrowable(refused::join).getCause();
      assertThat(cause).hasMessageContaining(why);
      assertThat(((CameraEditException) cause).reason()).isEqualTo(Reason.WRONG);
    }
    assertThat(config("yard")).isEmpty();
    assertThat(folder.resolve("cameras.d/yard.conf")).doesNotExist();
  }

  @Test
  void jsonIsTakenAsWell() {
    editor.check("yard", "{\"title\": \"Yard\"}").join();
    editor.write("7-up", "{\"title\": \"Seven\"}", NONE, WHO).join();
    assertThat(config("7-up").orElseThrow().title()).isEqualTo("Seven");
    editor
        .write(
            "yard",
            "source { kind = snapshot, url = \"http://c/\", user = u, password-file = yard.password"
                + " }",
            NONE,
            WHO)
        .join();
    assertThat(config("yard").flatMap(CameraConfig::source).orElseThrow().passwordFile())
        .contains(folder.resolve("cameras.d/yard.password"));
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThat(refusal(editor.write("../x", "", NONE, WHO))).isEqualTo(Reason.WRONG);
    assertThat(refusal(editor.find("X"))).isEqualTo(Reason.WRONG);
  }

  @Test
  void whereNothingCanBeWrittenItIsSaid() throws Exception {
    Files.writeString(folder.resolve("cameras.d"), "in the way");
    assertThat(refusal(editor.write("yard", "", NONE, WHO))).isEqualTo(Reason.UNWRITABLE);
  }

  @Test
  void withoutAFileThereIsNothingToChange() {
    CameraEditor without = new CameraEditor(Cameras.none(), true);
    assertThat(refusal(without.write("yard", "", NONE, WHO))).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(without.find("yard").join().editable()).isFalse();
  }

  private Optional<CameraConfig> config(String name) {
    return cameras.described().find(new Camera(name));
  }

  private static Reason refusal(CompletableFuture<?> refused) {
    Throwable failure = catchThrowable(refused::join);
    assertThat(failure).isInstanceOf(CompletionException.class);
    return ((CameraEditException) failure.getCause()).reason();
  }
}
