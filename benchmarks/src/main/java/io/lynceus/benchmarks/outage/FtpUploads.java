package io.lynceus.benchmarks.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * A camera that uploads stills by FTP, and is killed in the midst of some: its connections are
 * reset. A thread of its own uploads.
 */
final class FtpUploads implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final double KILLS = 0.25;

  private final int port;
  private final String user;
  private final LongFunction<byte[]> stills;
  private final Duration pause;
  private final Random random;
  private final Thread thread;
  private volatile boolean finishing;

  /** Names of files whose upload was acknowledged. */
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Names of files of which a part was sent. */
  final Set<String> cut = ConcurrentHashMap.newKeySet();

  /** Uploads that the server told to be sent again, or that have failed by themselves. */
  final AtomicInteger refused = new AtomicInteger();

  /**
   * Begins.
   *
   * @param user whose password is the same
   * @param stills by number, from 0
   * @param pause between two uploads
   */
  FtpUploads(int port, String user, LongFunction<byte[]> stills, Duration pause, long seed) {
    this.port = port;
    this.user = user;
    this.stills = stills;
    this.pause = pause;
    this.random = new Random(seed);
    this.thread = new Thread(this::upload, "ftp-" + user);
    thread.setDaemon(true);
    thread.start();
  }

  private void upload() {
    for (long number = 0; !finishing; number++) {
      try {
        upload(number);
        Thread.sleep(pause.toMillis());
      } catch (IOException e) {
        refused.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void upload(long number) throws IOException {
    String name = "%s-%06d.jpg".formatted(user, number);
    byte[] still = stills.apply(number);
    boolean dies = random.nextDouble() < KILLS;
    try (Socket control = new Socket(InetAddress.getLoopbackAddress(), port)) {
      control.setSoTimeout(PATIENCE_MILLIS);
      Dialogue dialogue = new Dialogue(control);
      dialogue.expect("220");
      dialogue.say("USER " + user, "331");
      dialogue.say("PASS " + user, "230");
      dialogue.say("TYPE I", "200");
      String passive = dialogue.say("EPSV", "229");
      int data = Integer.parseInt(passive.replaceAll(".*\\|(\\d+)\\|.*", "$1"));
      dialogue.send("STOR " + name);
      try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), data)) {
        dialogue.expect("150");
        OutputStream out = upload.getOutputStream();
        if (dies) {
          cut.add(name);
          out.write(still, 0, random.nextInt(still.length));
          upload.setSoLinger(true, 0); // closing resets it
          control.setSoLinger(true, 0);
          return;
        }
        out.write(still);
      }
      dialogue.expect("226");
      acknowledged.add(name);
    }
  }

  /** What client and server say to each other, a line each. */
  private static final class Dialogue {
    private final BufferedReader in;
    private final OutputStream out;

    Dialogue(Socket control) throws IOException {
      in = new BufferedReader(new InputStreamReader(control.getInputStream(), US_ASCII));
      out = control.getOutputStream();
    }

    void send(String line) throws IOException {
      out.write((line + "\r\n").getBytes(US_ASCII));
    }

    String say(String line, String code) throws IOException {
      send(line);
      return expect(code);
    }

    /** Reads a reply, of which each line but the last has a dash behind its code. */
    String expect(String code) throws IOException {
      String line = in.readLine();
      while (line != null && line.matches("\\d{3}-.*|\\D.*")) {
        line = in.readLine();
      }
      if (line == null || !line.startsWith(code)) {
        throw new IOException("the FTP server says " + line + " and not " + code);
      }
      return line;
    }
  }

  /** Ends after the upload that is on its way. */
  @Override
  public void close() {
    finishing = true;
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
