package io.lynceus.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditKeyTest {
  private static final Instant NOW = Instant.parse("2026-12-01T05:00:00.123456Z");
  private static final AuditEntry LAST = new AuditEntry(7, NOW, "sign-in", "{}", "0b".repeat(32));

  @TempDir private Path folder;

  @Test
  void aHeadIsGenuineUntilAnythingInItIsChanged() throws IOException {
    AuditKey key = AuditKey.of(folder);
    AuditHead head = key.sign(LAST, NOW);
    assertThat(head.isGenuine()).isTrue();
    assertThat(head.at()).isEqualTo("2026-12-01T05:00:00.123Z");
    assertThat(new AuditHead(8, head.hash(), head.at(), head.key(), head.signature()).isGenuine())
        .isFalse();
    assertThat(
            new AuditHead(7, "0c".repeat(32), head.at(), head.key(), head.signature()).isGenuine())
        .isFalse();
    assertThat(new AuditHead(7, head.hash(), NOW, head.key(), head.signature()).isGenuine())
        .isFalse();
    assertThat(new AuditHead(7, head.hash(), head.at(), "?", head.signature()).isGenuine())
        .isFalse();
  }

  @Test
  void theKeyIsMadeOnceForItsUserAlone() throws IOException {
    String open = AuditKey.of(folder).open();
    assertThat(AuditKey.of(folder).open()).isEqualTo(open);
    try (var files = Files.list(folder)) {
      Path file = files.toList().get(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.writeString(file, "no key");
    }
    assertThatThrownBy(() -> AuditKey.of(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no key: move it away");
  }
}
