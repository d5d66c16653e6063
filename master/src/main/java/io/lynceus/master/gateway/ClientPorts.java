package io.lynceus.master.gateway;

/**
 * The numbers of the ports that listen, to tell clients of one which the other is. Any thread may
 * call it.
 */
public final class ClientPorts {
  private static final int UNKNOWN = -1;

  private volatile int tasks = UNKNOWN;
  private volatile int http = UNKNOWN;

  /** The task port listens. */
  public void tasksOpened(int port) {
    tasks = port;
  }

  /** The HTTP port listens. */
  public void httpOpened(int port) {
    http = port;
  }

  /** For an HTTP client at the task port. */
  public String atTaskPort() {
    return "this is the task port, which takes images and commands without HTTP: HTTP is on "
        + number(http);
  }

  /** For other bytes at the HTTP port. */
  public String atHttpPort() {
    return "this is the HTTP port, and these bytes are no HTTP request: the task port, which takes"
        + " images and commands without HTTP, is "
        + number(tasks);
  }

  /** For anything but a slave at the slaves' port. */
  public String atSlavesPort() {
    return "this is the port for slaves: images and commands go to the task port, "
        + number(tasks)
        + ", and HTTP requests to "
        + number(http);
  }

  private static String number(int port) {
    return port == UNKNOWN ? "another port" : Integer.toString(port);
  }
}
