package io.lynceus.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends one file of 110 KB again and again to the masters of two builds, by connections that stay
 * open, and prints images/s and latencies of each round. The file is not an image, so the master
 * reads it whole and answers it at once: what is measured is HTTP. Needs the JDK alone, so it can
 * be run from its source.
 */
public final class HttpLoad {
  private static final int FILE_BYTES = 110_000;
  private static final Pattern LISTENING = Pattern.compile("http=\\S*?:(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
  private static final int CONNECTIONS = 8;
  private static final Duration ROUND = Duration.ofSeconds(5);

  private HttpLoad() {}

  /**
   * Runs the rounds.
   *
   * @param arguments two folders with a distribution each, and the number of rounds, 5 by default
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    byte[] file = new byte[FILE_BYTES];
    List<Process> masters = new ArrayList<>();
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Integer> ports = new ArrayList<>();
      for (String build : List.of(arguments[0], arguments[1])) {
        Process master = start(Path.of(build));
        masters.add(master);
        ports.add(port(master));
      }
      System.out.println("round  before/s  after/s  ratio   p50 ms        p99 ms");
      for (int round = 0; round <= rounds; round++) {
        Round before = round(clients, ports.get(0), file);
        Round after = round(clients, ports.get(1), file);
        System.out.printf(
            "%5s  %8.0f  %7.0f  %5.2f   %4.1f %4.1f   %6.1f %6.1f%n",
            round == 0 ? "warm" : round,
            before.rate(),
            after.rate(),
            after.rate() / before.rate(),
            before.percentile(50),
            after.percentile(50),
            before.percentile(99),
            after.percentile(99));
      }
    } finally {
      masters.forEach(Process::destroy);
      clients.shutdownNow();
    }
  }

  private static Process start(Path build) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(build.resolve("bin/lynceus").toString(), "master"));
    for (String setting :
        List.of("secret=0123456789abcdef", "tasks.port=0", "slaves.port=0", "http.port=0")) {
      command.add("--set");
      command.add(setting);
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static int port(Process master) throws IOException {
    BufferedReader log = new BufferedReader(new InputStreamReader(master.getInputStream(), UTF_8));
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      System.out.println(line);
    }
    throw new IOException("the master has ended");
  }

  private record Round(List<Long> nanos) {

    double rate() {
      return nanos.size() / (double) ROUND.toSeconds();
    }

    double percentile(int percent) {
      return nanos.get(nanos.size() * percent / 100) / 1e6;
    }
  }

  private static Round round(ExecutorService clients, int port, byte[] file) throws Exception {
    long end = System.nanoTime() + ROUND.toNanos();
    List<Future<List<Long>>> running = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      running.add(clients.submit(() -> send(port, file, end)));
    }
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> one : running) {
      nanos.addAll(one.get());
    }
    nanos.sort(null);
    return new Round(nanos);
  }

  private static List<Long> send(int port, byte[] file, long end) throws IOException {
    String head = "POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
    byte[] request = head.formatted(file.length).getBytes(ISO_8859_1);
    List<Long> nanos = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        socket.getOutputStream().write(request);
        socket.getOutputStream().write(file);
        readResponse(in);
        nanos.add(System.nanoTime() - start);
      }
    }
    return nanos;
  }

  private static void readResponse(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection has ended, after: " + head);
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    if (!head.toString().startsWith("HTTP/1.1 400 ") || !length.find()) {
      throw new IOException("not the reply to a file that is not an image: " + head);
    }
    in.skipNBytes(Integer.parseInt(length.group(1)));
  }
}
