package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir private Path folder;

  @Test
  void twoDemosDoNotShareAFolder() throws Exception {
    try (DemoFolder first = DemoFolder.open(folder)) {
      assertThatThrownBy(() -> DemoFolder.open(folder))
          .isInstanceOf(CommandException.class)
          .hasMessageContainingAll("another demo uses the folder", first.path() + "", "--out");
    }
    DemoFolder.open(folder).close();
  }

  @Test
  void whereNoFolderCanBeTheErrorSaysSo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DemoFolder.open(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll("cannot write to the folder", "--out");
  }

  @Test
  void whatItsOwnerWroteOfCamerasStays() throws Exception {
    try (DemoFolder demo = DemoFolder.open(folder)) {
      Path cameras = demo.cameras();
      assertThat(cameras).content().contains("cameras.astronaut.zones");
      Files.writeString(cameras, "cameras-only = true");
      assertThat(demo.cameras()).hasContent("cameras-only = true");
    }
  }

  @Test
  void allThatTheClusterKeepsLiesInTheFolder() throws Exception {
    try (DemoFolder demo = DemoFolder.open(folder)) {
      assertThat(demo.plan(3).slaves()).isEqualTo(3);
      assertThat(demo.plan(3).master().settings())
          .containsEntry("store.enabled", "true")
          .containsEntry("store.dir", folder.resolve("store").toString())
          .containsEntry("store.pictures", "all");
      assertThat(demo.plan(3).logs()).isDirectory().hasParent(folder);
    }
  }
}
