package io.lynceus.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Core files have the secrets in them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class CoreDumpsTest {
  @TempDir private Path folder;

  @Test
  void noCoreIsDumpedUnlessAskedFor() throws Exception {
    SourceTree tree = SourceTree.in(folder, SourceTree.has("flock"));
    tree.write("maven-may-end", "");
    assertThat(tree.run("slave")).isZero();
    tree.export("LYNCEUS_CORE", "7");
    assertThat(tree.run("slave")).isZero();

    assertThat(tree.lines("java-core-limits")).containsExactly("0", "7");
  }
}
