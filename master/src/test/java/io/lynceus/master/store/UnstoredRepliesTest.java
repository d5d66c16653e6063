package io.lynceus.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnstoredRepliesTest {
  @TempDir private Path memory;

  private UnstoredReplies open(String store) {
    return UnstoredReplies.in(memory, store);
  }

  @Test
  void whatWasNotSettledIsCountedByTheNextProcess() {
    assumeThat(Path.of("/proc/self")).exists();
    UnstoredReplies killed = open("/a");
    assertThat(killed.lostBefore()).isZero();
    for (int i = 0; i < 10; i++) {
      killed.announce();
    }
    killed.settled(7);
    killed.settled(3); // a late thread: the number never falls
    assertThat(open("/b").lostBefore()).as("another store").isZero();
    assertThat(open("/a").lostBefore()).isEqualTo(3);
    assertThat(open("/a").lostBefore()).as("told once").isZero();
  }

  @Test
  void whatWasSettledIsNotLost() {
    UnstoredReplies ended = open("/a");
    ended.announce();
    ended.settled(1);
    assertThat(open("/a").lostBefore()).isZero();
  }

  @Test
  void withoutSuchMemoryNothingIsKnown() throws Exception {
    UnstoredReplies none = UnstoredReplies.in(memory.resolve("missing"), "/a");
    none.announce();
    none.settled(1);
    assertThat(UnstoredReplies.in(memory.resolve("missing"), "/a").lostBefore()).isZero();
    open("/a").announce();
    try (var files = Files.list(memory)) {
      Path file = files.findFirst().orElseThrow();
      Path elsewhere = memory.resolve("elsewhere");
      Files.move(file, elsewhere);
      Files.createSymbolicLink(file, elsewhere);
    }
    UnstoredReplies link = open("/a"); // somebody else's link is not followed
    link.announce();
    assertThat(open("/a").lostBefore()).isZero();
  }
}
