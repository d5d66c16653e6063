package io.lynceus.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source tree in a folder, with the launcher of this project, and with a Maven and a Java that
 * are scripts: they note each run, and go on when the test lets them.
 */
final class SourceTree {
  private static final Path PROJECT = Path.of("..");
  private static final List<String> TOOLS =
      List.of(
          "basename",
          "cat",
          "cksum",
          "date",
          "dirname",
          "env",
          "find",
          "head",
          "id",
          "ln",
          "ls",
          "mkdir",
          "mv",
          "nice",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "sleep",
          "sync",
          "touch",
          "tr",
          "wc");

  private static final String MAVEN =
      """
      #!/bin/sh
      echo $$ >> maven-runs
      until [ -e maven-may-end ]; do sleep 0.05; done
      [ ! -e build-fails ] || exit 1
      mkdir -p app/target/lynceus-1/lynceus-1/lib
      echo built > app/target/lynceus-1.tar.gz
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      cd '%s'
      echo "$*" >> java-runs
      echo "${LC_ALL:-none}" >> java-locales
      ulimit -c >> java-core-limits
      case $* in *' demo') until [ -e demo-may-end ]; do sleep 0.05; done ;; esac
      for option; do
        case $option in
          -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) echo classes > "${option#*=}" ;;
        esac
      done
      """;

  private final Path root;
  private final Path bin;
  private final Map<String, String> environment = new HashMap<>();

  private SourceTree(Path root) {
    this.root = root;
    this.bin = root.resolve("bin");
  }

  /**
   * Makes one.
   *
   * @param withFlock whether there is the tool that takes the kernel's locks
   */
  static SourceTree in(Path folder, boolean withFlock) throws IOException {
    SourceTree tree = new SourceTree(folder.toRealPath());
    for (String copied : List.of("lynceus", ".ci/build-once")) {
      Path file = tree.file(copied);
      Files.createDirectories(file.getParent());
      Files.copy(PROJECT.resolve(copied), file);
    }
    for (String sources : List.of("config", "app/src/main", "app/src/assembly", "bin", "jvm/bin")) {
      Files.createDirectories(tree.file(sources));
    }
    tree.write("pom.xml", "<project/>");
    tree.write("app/pom.xml", "<project/>");
    tree.write("app/src/main/Source.java", "class Source {}");
    tree.write("jvm/release", "a JVM");
    tree.script("bin/mvn", MAVEN);
    tree.script("jvm/bin/java", JAVA.formatted(tree.root));
    for (String tool : TOOLS) {
      tree.offer(tool);
    }
    if (withFlock) {
      tree.offer("flock");
    }
    return tree;
  }

  /** Whether this machine has that tool. */
  static boolean has(String tool) {
    return Files.isExecutable(Path.of("/usr/bin", tool))
        || Files.isExecutable(Path.of("/bin", tool));
  }

  /** No link: JUnit would warn of each when it deletes the folder. */
  private void offer(String tool) throws IOException {
    Path usual = Path.of("/usr/bin", tool);
    Path file = Files.exists(usual) ? usual : Path.of("/bin", tool);
    script("bin/" + tool, "#!/bin/sh\nexec " + file + " \"$@\"\n");
  }

  private void script(String name, String text) throws IOException {
    Files.setPosixFilePermissions(write(name, text), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Sets a variable for the starts that follow. */
  void export(String variable, String value) {
    environment.put(variable, value);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(file(name), text);
  }

  /** The lines of a file, none if there is no such file. */
  List<String> lines(String name) {
    try {
      return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts the launcher; what it writes goes to the file {@code log}. */
  Process start(String log, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(file("lynceus").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", bin.toString(),
                "JAVA_HOME", file("jvm").toString(),
                "XDG_CACHE_HOME", file("cache").toString()));
    return builder.redirectErrorStream(true).redirectOutput(file(log).toFile()).start();
  }

  /** Starts the launcher and waits for its end. */
  int run(String... arguments) throws IOException, InterruptedException {
    return start("log", arguments).waitFor();
  }

  String text(String name) throws IOException {
    return Files.readString(file(name), UTF_8);
  }
}
