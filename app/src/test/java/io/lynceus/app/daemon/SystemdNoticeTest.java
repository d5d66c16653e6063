package io.lynceus.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdNoticeTest {
  private static final Map<String, String> OF_A_SERVICE = Map.of("NOTIFY_SOCKET", "/run/notify");

  @TempDir Path folder;
  private Path told;
  private Path command;

  @BeforeEach
  void aCommandThatRecordsItsArguments() throws IOException {
    told = Files.createFile(folder.resolve("told"));
    command = folder.resolve("notify");
    Files.writeString(command, "#!/bin/sh\necho \"$*\" >> " + told + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aServiceSaysWhenItIsReadyAndWhenItStops() {
    SystemdNotice systemd = new SystemdNotice(OF_A_SERVICE, command.toString());

    systemd.ready();
    assertThat(told).hasContent("READY=1");
    systemd.stopping();
    assertThat(told).hasContent("READY=1\nSTOPPING=1");
  }

  @Test
  void outsideSystemdNothingIsSent() {
    new SystemdNotice(Map.of(), command.toString()).ready();

    assertThat(told).isEmptyFile();
  }

  @Test
  void aDaemonRunsWithoutTheCommand() {
    new SystemdNotice(OF_A_SERVICE, folder.resolve("none").toString()).ready();

    assertThat(told).isEmptyFile();
  }
}
