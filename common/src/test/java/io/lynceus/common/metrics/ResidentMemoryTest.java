package io.lynceus.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
  @TempDir private Path folder;

  @Test
  void theLineOfTheSystemIsRead() throws Exception {
    Path status = folder.resolve("status");
    Files.writeString(
        status, "Name:\tjava\nVmHWM:\t  200000 kB\nVmRSS:\t  123456 kB\nThreads:\t9\n");
    assertThat(new ResidentMemory(status).bytes()).isEqualTo(123_456L * 1024);
  }

  @Test
  void itIsZeroIfTheSystemDoesNotReportIt() throws Exception {
    assertThat(new ResidentMemory(folder.resolve("missing")).bytes()).isZero();
    Path other = Files.writeString(folder.resolve("other"), "Name:\tjava\n");
    assertThat(new ResidentMemory(other).bytes()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it is read from /proc")
  void thisProcessHoldsMoreThanItsClasses() {
    assertThat(new ResidentMemory().bytes()).isGreaterThan(10 << 20);
  }
}
