package io.lynceus.app.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Spark that a run is started with.
 *
 * @param program what runs {@code spark-submit}: the script, or a JVM with Spark's jars
 * @param defaultMaster where it runs unless the user says it; empty when its own settings say it
 */
record SparkStart(Program program, String defaultMaster) {
  private static final String THIS_MACHINE = "local[*]";

  /** Driver and executor are one process: Spark makes itself a secret for each run. */
  private static final Pattern ALONE = Pattern.compile("local(\\[[^]]*])?");

  /** A line of {@code spark-defaults.conf}. */
  private static final Pattern MASTER = Pattern.compile("\\s*spark\\.master[\\s=:]+(\\S+)\\s*");

  /** With which Scala and Spark {@code lynceus-spark.jar} runs. */
  private static final Pattern CORE =
      Pattern.compile("spark-core_(\\d+\\.\\d+)-((\\d+)\\..*)\\.jar");

  private static final String SCALA = "2.13";
  private static final String SPARK = "4";

  /** Of a source tree, from {@code app/target/lynceus-VERSION/lynceus-VERSION} on. */
  private static final String CLASS_PATH = "../../../../spark/target/spark.classpath";

  private static final String GET_IT =
      "unpack Spark 4.1 for Scala 2.13 (https://spark.apache.org/downloads.html) and set SPARK_HOME"
          + " to its folder";

  /** As in Spark's JavaModuleOptions, which its script gives to each JVM. */
  static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /** For a session on this machine, unless the user says otherwise. */
  private static final Map<String, String> ON_THIS_MACHINE =
      Map.of(
          "spark.ui.enabled", "false", // it would listen on all addresses
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1");

  /** What runs {@code spark-submit}. */
  sealed interface Program {}

  /** The script of an installed Spark. */
  record Script(Path file) implements Program {}

  /** Jars of a build, separated as in a class path. */
  record Jars(String classPath) implements Program {}

  /**
   * Looks for a Spark: that of {@code SPARK_HOME}; else that of the source tree's build; else a
   * {@code spark-submit} in a folder of {@code PATH}.
   *
   * @param home the folder of the distribution
   * @throws CommandException when there is none, or one that cannot run what is in the bundle
   */
  static SparkStart find(Map<String, String> environment, Path home) throws CommandException {
    try {
      String named = environment.getOrDefault("SPARK_HOME", "");
      if (!named.isEmpty()) {
        return installed(Path.of(named), environment);
      }
      Path built = home.resolve(CLASS_PATH).normalize();
      if (isBuilt(home.normalize()) && Files.isRegularFile(built)) {
        return new SparkStart(new Jars(Files.readString(built, UTF_8).strip()), THIS_MACHINE);
      }
      Optional<Path> script = onPath(environment.getOrDefault("PATH", ""));
      if (script.isPresent()) {
        Path real = script.get().toRealPath().resolve("../..").normalize();
        return Files.isDirectory(real.resolve("jars"))
            ? new SparkStart(new Script(script.get()), installed(real, environment).defaultMaster())
            : new SparkStart(new Script(script.get()), ""); // a wrapper: Spark knows
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException(
          CommandException.USAGE, "Spark cannot be used: " + e.getMessage(), e);
    }
    throw new CommandException(
        CommandException.USAGE, "there is no Spark on this machine: " + GET_IT);
  }

  /**
   * Whether it is {@code …/app/target/lynceus-VERSION/lynceus-VERSION}: elsewhere, a file with the
   * class path is of somebody else.
   */
  private static boolean isBuilt(Path home) {
    Path name = home.getFileName();
    Path folder = home.getParent();
    return name != null
        && folder != null
        && folder.getParent() != null
        && folder.endsWith(name)
        && folder.getParent().endsWith("app/target");
  }

  private static SparkStart installed(Path home, Map<String, String> environment)
      throws IOException, CommandException {
    Path script = home.resolve("bin").resolve("spark-submit");
    if (!Files.isExecutable(script)) {
      throw new CommandException(
          CommandException.USAGE,
          "SPARK_HOME is %s, where there is no bin/spark-submit: %s"
              .formatted(Text.shown(home), GET_IT));
    }
    requireVersion(home);
    String settings = environment.getOrDefault("SPARK_CONF_DIR", "");
    return new SparkStart(
        new Script(script), master(settings.isEmpty() ? home.resolve("conf") : Path.of(settings)));
  }

  private static void requireVersion(Path home) throws IOException, CommandException {
    Path jars = home.resolve("jars");
    if (!Files.isDirectory(jars)) {
      return; // a wrapper of somebody's own: Spark itself says what is wrong
    }
    try (Stream<Path> files = Files.list(jars)) {
      for (Path jar : (Iterable<Path>) files::iterator) {
        Matcher core = CORE.matcher(String.valueOf(jar.getFileName()));
        if (core.matches() && !(core.group(1).equals(SCALA) && core.group(3).equals(SPARK))) {
          throw new CommandException(
              CommandException.USAGE,
              "%s is a Spark %s for Scala %s, which cannot run it: %s"
                  .formatted(Text.shown(home), core.group(2), core.group(1), GET_IT));
        }
      }
    }
  }

  private static String master(Path folder) throws IOException {
    Path defaults = folder.resolve("spark-defaults.conf");
    if (!Files.isRegularFile(defaults)) {
      return THIS_MACHINE;
    }
    try (Stream<String> lines = Files.lines(defaults, UTF_8)) {
      return lines
          .map(MASTER::matcher)
          .filter(Matcher::matches)
          .map(line -> line.group(1))
          .map(where -> where.startsWith("local") ? where : "")
          .reduce(THIS_MACHINE, (first, last) -> last); // as Spark reads it
    }
  }

  private static Optional<Path> onPath(String path) {
    for (String folder : path.split(":", -1)) {
      Path script = Path.of(folder.isEmpty() ? "." : folder).resolve("spark-submit");
      if (Files.isExecutable(script)) {
        return Optional.of(script);
      }
    }
    return Optional.empty();
  }

  /**
   * The command line that starts a run.
   *
   * @param master where Spark runs; empty: as Spark is configured
   * @param settings of Spark, {@code KEY=VALUE}
   * @param bundle {@code lynceus-spark.jar}
   * @param arguments of the program in it
   */
  List<String> command(String master, List<String> settings, Path bundle, List<String> arguments) {
    List<String> line = new ArrayList<>(program(settings));
    if (!master.isEmpty()) {
      line.addAll(List.of("--master", master));
    }
    line.addAll(List.of("--deploy-mode", "client")); // this process listens to the driver
    List<String> all = new ArrayList<>();
    all.add("spark.log.level=WARN");
    if (master.startsWith("local")) {
      ON_THIS_MACHINE.forEach((key, value) -> all.add(key + "=" + value));
    }
    if (ALONE.matcher(master).matches()) {
      all.add("spark.authenticate=true"); // else any user of this machine could talk to the driver
    }
    all.addAll(settings); // the last one of a key counts
    all.forEach(setting -> line.addAll(List.of("--conf", setting)));
    line.add(bundle.toString());
    line.addAll(arguments);
    line.addAll(List.of("--json", "--with-process=" + ProcessHandle.current().pid()));
    return line;
  }

  private List<String> program(List<String> settings) {
    if (program instanceof Script script) {
      return List.of(script.file().toString());
    }
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:+IgnoreUnrecognizedVMOptions");
    OPENED.forEach(name -> line.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    line.add("-Djdk.reflect.useDirectMethodHandle=false");
    line.add("-Xmx" + heap(settings));
    line.addAll(
        List.of("-cp", ((Jars) program).classPath(), "org.apache.spark.deploy.SparkSubmit"));
    return line;
  }

  /** In a JVM that runs already, Spark cannot obey its own setting. */
  private static String heap(List<String> settings) {
    String key = "spark.driver.memory=";
    return settings.stream()
        .filter(setting -> setting.startsWith(key))
        .map(setting -> setting.substring(key.length()))
        .reduce("1g", (first, last) -> last);
  }
}
