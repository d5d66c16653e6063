package io.lynceus.app.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd the state of a daemon that was started as a service of {@code Type=notify};
 * otherwise does nothing. Uses the command {@code systemd-notify}, since Java has no Unix datagram
 * sockets.
 */
public final class SystemdNotice {
  private static final Logger log = LoggerFactory.getLogger(SystemdNotice.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long MAX_SECONDS = 5;

  private final boolean wanted;
  private final String command;

  /** For the service that this process's environment names. */
  public SystemdNotice() {
    this(System.getenv(), "systemd-notify");
  }

  SystemdNotice(Map<String, String> environment, String command) {
    this.wanted = environment.containsKey(SOCKET);
    this.command = command;
  }

  /** Says that the daemon listens. */
  public void ready() {
    send("READY=1");
  }

  /** Says that the daemon is stopping in order, which may take a while. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String state) {
    if (!wanted) {
      return;
    }
    try {
      Process notify = new ProcessBuilder(List.of(command, state)).inheritIO().start();
      if (!notify.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        notify.destroyForcibly();
        log.warn("systemd did not accept {}", state);
      } else if (notify.exitValue() != 0) {
        log.warn("{} {} ended with exit code {}", command, state, notify.exitValue());
      }
    } catch (IOException e) {
      log.warn("systemd cannot be told {}: {}", state, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
