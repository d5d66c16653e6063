package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenFileTest {
  @TempDir private Path states;

  private AdminTokenFile token() {
    return AdminTokenFile.ofUser(Map.of("XDG_STATE_HOME", states.toString()));
  }

  private Path file() {
    return states.resolve("lynceus").resolve("admin-token");
  }

  @Test
  void theFirstStartMakesATokenThatOnlyItsOwnerCanReadAndLaterOnesUseIt() throws IOException {
    assertThat(token().read()).isEmpty();
    String made = token().readOrMake();
    assertThat(made).matches("[0-9a-f]{64}");
    assertThat(token().readOrMake()).isEqualTo(made);
    assertThat(token().read()).contains(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
    try (Stream<Path> left = Files.list(file().getParent())) {
      assertThat(left).containsExactly(file());
    }
  }

  @Test
  void mastersThatStartAtTheSameTimeShareTheToken() throws Exception {
    int masters = 8;
    CyclicBarrier start = new CyclicBarrier(masters);
    ExecutorService threads = Executors.newFixedThreadPool(masters);
    try {
      Callable<String> first =
          () -> {
            start.await();
            return token().readOrMake();
          };
      Set<String> tokens = new HashSet<>();
      for (Future<String> made :
          threads.invokeAll(Stream.generate(() -> first).limit(masters).toList())) {
        tokens.add(made.get());
      }
      assertThat(tokens).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFileThatOthersCanUseIsNotTrusted() throws IOException {
    token().readOrMake();
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      assertThatThrownBy(token()::readOrMake)
          .hasMessageContaining("other users")
          .hasMessageContaining("remove it");
    }
  }

  @Test
  void aLinkAndAFolderAreNotTrusted() throws IOException {
    Files.createDirectories(file().getParent());
    Path elsewhere = states.resolve("elsewhere");
    AdminTokenFile other = new AdminTokenFile(elsewhere);
    other.readOrMake();
    Files.createSymbolicLink(file(), elsewhere);
    assertThatThrownBy(token()::readOrMake).hasMessageContaining("is a link or no file");
    Files.delete(file());
    Files.createSymbolicLink(file(), states.resolve("nowhere"));
    assertThatThrownBy(token()::readOrMake).hasMessageContaining("is a link or no file");
    Files.delete(file());
    Files.createDirectory(file());
    assertThatThrownBy(token()::readOrMake).hasMessageContaining("is a link or no file");
  }

  @Test
  void aFileWithoutATokenIsNotTrusted() throws IOException {
    token().readOrMake();
    for (String text : List.of("", "secret\n", "0".repeat(63), "0".repeat(65), "0".repeat(5000))) {
      Files.writeString(file(), text);
      assertThatThrownBy(token()::readOrMake).hasMessageContaining("holds no token");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(states.resolve("lynceus"), "a file");
    assertThatThrownBy(token()::readOrMake)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("XDG_STATE_HOME");
    assertThatThrownBy(AdminTokenFile.ofUser(Map.of("XDG_STATE_HOME", "relative"))::readOrMake)
        .hasMessageContaining("XDG_STATE_HOME");
  }
}
