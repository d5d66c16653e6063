package io.lynceus.vision.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsFolderTest {
  @TempDir private Path folder;

  private void write(String name, String version, String kind) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name).resolve(version));
    byte[] bytes = (name + version).getBytes(UTF_8);
    Files.write(own.resolve("model.onnx"), bytes);
    Files.writeString(
        own.resolve("model.conf"),
        "kind = "
            + kind
            + "\nsha256 = "
            + NetworkFile.sha256(bytes)
            + (kind.equals("yunet") ? "" : "\nlabels = [a]"));
  }

  private ModelsFolder models() {
    return new ModelsFolder(Optional.of(folder));
  }

  private String idOf(Use use, String chosen) throws IOException {
    return models().read(use, chosen).description().id().toString();
  }

  @Test
  void withoutAChoiceTheShippedNetworksAreUsed() throws IOException {
    write("mine", "1", "yunet");

    assertThat(idOf(Use.OBJECTS, "")).isEqualTo("centernet-mbv3-coco80:1");
    assertThat(idOf(Use.FACES, "")).isEqualTo("blazeface-back:1");
    assertThat(new ModelsFolder(Optional.empty()).read(Use.FACES, "").sha256())
        .startsWith("2a2b2ab3");
  }

  @Test
  void theUsersOwnFolderIsThatOfTheUsersData() throws IOException {
    Path own = ModelsFolder.ofUser(Map.of("XDG_DATA_HOME", folder.toString()));
    assertThat(own).isEqualTo(folder.resolve("lynceus/models"));
    assertThat(new ModelsFolder(Optional.of(own)).ids()).isEmpty();
    assertThat(new ModelsFolder(Optional.of(own)).choice(Use.FACES)).isEmpty();
    assertThat(ModelsFolder.ofUser(Map.of()).toString()).endsWith("/.local/share/lynceus/models");
  }

  @Test
  void theShippedNetworksAreTheFilesThatTheyDescribe() throws IOException {
    for (NetworkId id : ShippedNetworks.ALL) {
      NetworkFile shipped = ShippedNetworks.read(id);
      assertThat(shipped.sha256()).isEqualTo(shipped.description().provenance().sha256());
    }
  }

  @Test
  void aNetworkIsChosenByItsNameOrItsVersion() throws IOException {
    write("mine", "1.9", "yunet");
    write("mine", "1.10", "yunet");

    assertThat(idOf(Use.FACES, "mine")).isEqualTo("mine:1.10");
    assertThat(idOf(Use.FACES, "mine:1.9")).isEqualTo("mine:1.9");
    assertThat(idOf(Use.FACES, "blazeface-back:1")).isEqualTo("blazeface-back:1");
  }

  @Test
  void theFolderItselfMayChooseAndASettingChoosesAgain() throws IOException {
    write("mine", "1", "yunet");
    write("other", "1", "yunet");
    Files.writeString(folder.resolve("use.conf"), "faces = \"mine:1\"");

    assertThat(idOf(Use.FACES, "")).isEqualTo("mine:1");
    assertThat(idOf(Use.OBJECTS, "")).isEqualTo("centernet-mbv3-coco80:1");
    assertThat(idOf(Use.FACES, "other")).isEqualTo("other:1");
  }

  @Test
  void aChoiceThatCannotBeReadIsNamed() throws IOException {
    Files.writeString(folder.resolve("use.conf"), "faces = [");

    assertThatThrownBy(() -> models().read(Use.FACES, ""))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(folder.resolve("use.conf").toString());
  }

  @Test
  void aNetworkThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
    write("mine", "1", "yunet");

    assertThatThrownBy(() -> models().read(Use.FACES, "mine:2"))
        .isInstanceOf(NetworkException.class)
        .hasMessage(
            "there is no network mine:2: models.dir has mine:1, and blazeface-back:1,"
                + " centernet-mbv3-coco80:1, mobilefacenet-192:1 are shipped");
  }

  @Test
  void forSomeUsesNoNetworkIsShipped() {
    assertThatThrownBy(() -> models().read(Use.CLASSES, ""))
        .isInstanceOf(NetworkException.class)
        .hasMessage("no network for classes is chosen");
  }

  @Test
  void aNetworkForAnotherUseIsRefused() throws IOException {
    write("mine", "1", "yunet");

    assertThatThrownBy(() -> models().read(Use.OBJECTS, "mine"))
        .isInstanceOf(NetworkException.class)
        .hasMessage("mine cannot be used for objects: its kind yunet is for faces");
  }

  @Test
  void aFileNamedLikeAShippedNetworkTakesItsPlace() throws IOException {
    Files.write(folder.resolve("blazeface-back.onnx"), new byte[] {1, 2, 3});

    NetworkFile file = models().read(Use.FACES, "");
    assertThat(file.bytes()).hasSize(3);
    assertThat(file.model()).isEqualTo("blazeface-back:file@039058c6");
    assertThat(file.source()).isEqualTo(folder.resolve("blazeface-back.onnx").toString());
    assertThat(models().read(Use.OBJECTS, "").bytes()).hasSizeGreaterThan(1_000_000);
  }

  @Test
  void aFolderWithoutNetworksIsRefusedAndSaysWhatCounts() throws IOException {
    Files.createDirectories(folder.resolve("mine").resolve("1"));

    assertThatThrownBy(() -> models().requireAny())
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("models.dir: " + folder + " has no network")
        .hasMessageContaining("blazeface-back.onnx, centernet-mbv3-coco80.onnx");

    write("mine", "1", "yunet");
    models().requireAny();
    assertThat(models().ids()).containsExactly(new NetworkId("mine", "1"));
  }

  @Test
  void foldersThatCannotBeNetworksArePassedOver() throws IOException {
    write("My Networks", "1", "yunet");
    write("mine", "a b", "yunet");
    Files.writeString(folder.resolve("readme.txt"), "mine");

    assertThat(models().ids()).isEmpty();
  }

  @Test
  void aMissingFolderIsNamedWithItsSetting() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> new ModelsFolder(Optional.of(missing)).requireAny())
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("models.dir")
        .hasMessageContaining(missing.toString());
  }
}
