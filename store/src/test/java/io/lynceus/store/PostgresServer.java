package io.lynceus.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server of the machine's own programs, on a free port and in a folder of its own. It
 * does not run as root: root's is run as nobody.
 */
final class PostgresServer implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path bin;
  private final Path folder;
  private final int port;
  private Process process;
  private int databases;

  private PostgresServer(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /** The folder of the newest version's programs; empty where there are none. */
  static Optional<Path> programs() {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(PROGRAMS)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(PROGRAMS)) {
        for (Path version : versions) {
          if (Files.isExecutable(version.resolve("bin/postgres"))) {
            found.add(version.resolve("bin"));
          }
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return found.stream()
        .max(Comparator.comparingInt(path -> Integer.parseInt(path.getName(3).toString())));
  }

  static PostgresServer start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lynceus-postgresql-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(programs().orElseThrow(), folder, port);
    server.run(
        "initdb",
        "-A",
        "trust",
        "-U",
        "lynceus",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "-D",
        server.data());
    server.startAgain();
    return server;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  void startAgain() throws IOException {
    process =
        command(
                "postgres",
                "-D",
                data(),
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-h",
                "127.0.0.1",
                "-c",
                "fsync=off",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "autovacuum=off") // tests say when there are statistics
            .start();
    Awaitility.await().atMost(PATIENCE).until(this::answers);
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=lynceus");
  }

  /** The URL of a new, empty database. */
  String newDatabase() throws SQLException {
    String name = "store" + databases++;
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "postgresql://lynceus@127.0.0.1:" + port + "/" + name;
  }

  /** Ends it as a crash would. */
  void stop() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private void run(String... command) throws IOException, InterruptedException {
    if (command(command).start().waitFor() != 0) {
      throw new IOException(command[0] + ": " + Files.readString(folder.resolve("log")));
    }
  }

  private ProcessBuilder command(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    words.add(bin.resolve(program).toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder;
  }

  private ProcessBuilder command(String[] words) {
    return command(words[0], List.of(words).subList(1, words.length).toArray(new String[0]));
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
