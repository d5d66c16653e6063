package io.lynceus.slave.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "users by number, and links, are POSIX")
class ChildFolderTest {
  /** Of a process that cannot be: Linux counts to 4 million. */
  private static final String DEAD = "lynceus-confined-99999999-";

  private static final int ANOTHER_USER = 10_001;

  @TempDir private Path temporary;

  @Test
  void whatAKilledSlaveHasLeftIsDeletedAndThatOfALivingOneStays() throws IOException {
    Path dead = folder(DEAD + "a");
    Path alive = folder("lynceus-confined-" + ProcessHandle.current().pid() + "-a");
    ChildFolder.sweep(temporary);

    assertThat(dead).doesNotExist();
    assertThat(alive.resolve("settings.conf")).exists();
  }

  @Test
  void aLinkOfSuchANameIsLeftAndSoIsWhatItLeadsTo() throws IOException {
    Path elsewhere = folder("elsewhere");
    Path link = Files.createSymbolicLink(temporary.resolve(DEAD + "a"), elsewhere);
    ChildFolder.sweep(temporary);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(elsewhere.resolve("settings.conf")).exists();
  }

  /** They could put a link into it between the search and the deletion. */
  @Test
  void aFolderOfAnotherUserIsLeft() throws IOException {
    Path theirs = folder(DEAD + "a");
    assumeTrue(Files.getAttribute(theirs, "unix:uid").equals(0), "only root can give files away");
    Files.setAttribute(theirs, "unix:uid", ANOTHER_USER);
    ChildFolder.sweep(temporary);

    assertThat(theirs.resolve("settings.conf")).exists();
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.createFile(ChildFolder.settings(folder));
    return folder;
  }
}
