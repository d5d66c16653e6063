package io.lynceus.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.app.cli.CommandException;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String ENTRY =
      """
      sets { best { objects = small } }
      networks.small {
        version = "1", use = objects, url = "https://example.org/a", bytes = 10, licence = MIT
        accuracy = none, conf { kind = yolox }
      }
      """;

  @TempDir private Path folder;

  private Catalogue read(String text) throws Exception {
    return Catalogue.read(Optional.of(Files.writeString(folder.resolve("c.conf"), text)));
  }

  @Test
  void eachNetworkOfOursComesFromAnHttpsAddressWithAWholeDescription() throws Exception {
    Catalogue ours = Catalogue.read(Optional.empty());
    assertThat(ours.networks())
        .containsKeys(
            "yunet-n",
            "yolox-nano",
            "yolox-tiny",
            "yolox-s",
            "yolox-m",
            "nanodet-plus-m",
            "nanodet-plus-m-1.5x",
            "sface",
            "osnet-x0.25");
    for (CatalogueEntry entry : ours.networks().values()) {
      String conf =
          entry
              .conf()
              .withValue("sha256", ConfigValueFactory.fromAnyRef("0".repeat(64)))
              .root()
              .render(ConfigRenderOptions.concise());
      NetworkDescription description = ModelConf.parse(entry.id(), conf);
      assertThat(Choices.key(description.kind().use())).isEqualTo(entry.use());
      assertThat(entry.terms().licence()).isNotBlank();
      if (entry.source().url().isPresent()) {
        assertThat(Origin.of(entry.source().url().get()).getScheme()).isEqualTo("https");
      }
    }
  }

  @Test
  void theBestSetIsAllThatIsNeeded() throws Exception {
    Catalogue ours = Catalogue.read(Optional.empty());
    assertThat(ours.wanted("best"))
        .extracting(entry -> entry.id().name())
        .containsExactlyInAnyOrder("nanodet-plus-m-1.5x", "yunet-n", "sface");
  }

  @Test
  void aNameThatIsNotThereIsToldWithTheNearest() {
    assertThatThrownBy(() -> Catalogue.read(Optional.empty()).wanted("yolox-nan"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no 'yolox-nan' (did you mean yolox-nano");
  }

  @ParameterizedTest
  @CsvSource({
    "use = objects, use = heads, networks.small.use",
    "bytes = 10, bytes = 1 GiB, networks.small.bytes",
    "bytes = 10, bytes = 0, networks.small.bytes",
    "licence = MIT, sha256 = abc, networks.small.sha256",
    "licence = MIT, how-to = x, networks.small.url",
    "objects = small, faces = small, sets.best.faces",
    "objects = small, objects = large, sets.best.objects",
    "version = \"1\", version = \"..\", version"
  })
  void aWrongEntryIsNamed(String right, String wrong, String key) throws Exception {
    read(ENTRY);
    assertThatThrownBy(() -> read(ENTRY.replace(right, wrong)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(key);
  }

  @Test
  void aCatalogueThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Catalogue.read(Optional.of(folder.resolve("none"))))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("none: it cannot be read");
  }
}
