package io.lynceus.systemtests.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for a slave, connected to this process's namespace by a virtual cable that
 * can be cut in one direction or both. {@link #close} removes it. Needs root and the commands
 * {@code ip} and {@code iptables}.
 */
final class Namespace implements AutoCloseable {
  private static final String DEVICE = "eth0";

  private final String name;
  private final String near;
  private final String far;

  /** The direction that is dropped, seen from the namespace. */
  enum Cut {
    /** Drops all packets to the namespace. */
    INPUT,
    /** Drops all packets from the namespace. */
    OUTPUT,
    BOTH
  }

  private Namespace(String name, String network) {
    this.name = name;
    this.near = network + ".1";
    this.far = network + ".2";
  }

  /**
   * Creates a namespace.
   *
   * @throws IOException when it cannot be created; the message says what is missing
   */
  static Namespace make() throws IOException, InterruptedException {
    long pid = ProcessHandle.current().pid();
    Namespace made = new Namespace("lyn" + pid, "10.213." + pid % 256);
    try {
      String outside = made.name;
      run("ip", "netns", "add", made.name);
      run("ip", "link", "add", outside, "type", "veth", "peer", "name", DEVICE, "netns", made.name);
      run("ip", "addr", "add", made.near + "/30", "dev", outside);
      run("ip", "link", "set", outside, "up");
      made.inside("ip", "addr", "add", made.far + "/30", "dev", DEVICE);
      made.inside("ip", "link", "set", DEVICE, "up");
      made.inside("ip", "link", "set", "lo", "up");
      made.inside("iptables", "-L", "-n");
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /** The address of this process's end of the cable. */
  String nearAddress() {
    return near;
  }

  /** The prefix of a command that runs inside. */
  String[] prefix() {
    return new String[] {"ip", "netns", "exec", name};
  }

  void cut(Cut cut) throws IOException, InterruptedException {
    if (cut != Cut.OUTPUT) {
      inside("iptables", "-A", "INPUT", "-p", "tcp", "-j", "DROP");
    }
    if (cut != Cut.INPUT) {
      inside("iptables", "-A", "OUTPUT", "-p", "tcp", "-j", "DROP");
    }
  }

  void heal() throws IOException, InterruptedException {
    inside("iptables", "-F");
  }

  private void inside(String... command) throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of(prefix()));
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
    }
  }

  /** Deleting the namespace deletes both ends of the cable. */
  @Override
  public void close() {
    try {
      run("ip", "netns", "del", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
