package io.lynceus.app.watch.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpUsersTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("users");
  }

  @Test
  void theFileHoldsNoPasswordAndIsForItsOwnerAlone() throws Exception {
    FtpUsers.add(file, "gate", new Camera("gate-cam"), "right horse");
    FtpUsers.add(file, "yard", new Camera("yard"), "right horse");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3).noneMatch(line -> line.contains("horse"));
    assertThat(lines.get(1).split(":", 3)[1]).isNotEqualTo(lines.get(2).split(":", 3)[1]);

    FtpUsers users = FtpUsers.open(file, text -> {});
    assertThat(users.signIn("gate", "right horse"))
        .contains(new FtpUser("gate", new Camera("gate-cam")));
    assertThat(users.signIn("gate", "right horse")).as("remembered").isPresent();
    assertThat(users.signIn("gate", "wrong")).isEmpty();
    assertThat(users.signIn("nobody", "right horse")).isEmpty();
    assertThat(users.signIn("gate", "x".repeat(300))).isEmpty();
  }

  @Test
  void aChangeCountsAtOnceAndAWrongOneNot() throws Exception {
    FtpUsers.add(file, "gate", new Camera("gate"), "old");
    List<String> notes = new ArrayList<>();
    FtpUsers users = FtpUsers.open(file, notes::add);
    assertThat(users.signIn("gate", "old")).isPresent();
    FtpUsers.add(file, "gate", new Camera("gate"), "new");
    touch(1);
    assertThat(users.signIn("gate", "old")).isEmpty();
    assertThat(users.signIn("gate", "new")).isPresent();

    Files.writeString(file, "gate:secret");
    touch(2);
    assertThat(users.signIn("gate", "new")).isPresent();
    assertThat(users.signIn("gate", "new")).isPresent();
    assertThat(notes).singleElement().asString().contains("line 1").doesNotContain("secret");
    Files.delete(file);
    assertThat(users.signIn("gate", "new")).isPresent();
  }

  /** Whatever the file system's clock is like. */
  private void touch(int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody",
        "gate",
        "gate:plain",
        "gate:pbkdf2-sha256$99999999$AAAAAAAAAAA=$AAAA:gate",
        "a b:pbkdf2-sha256$1000$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:c",
        "gate:pbkdf2-sha256$1000$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:C D"
      })
  void aWrongFileStopsTheStart(String text) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> FtpUsers.open(file, note -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--ftp-add");
  }
}
