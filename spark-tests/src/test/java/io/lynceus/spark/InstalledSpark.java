package io.lynceus.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder as {@code SPARK_HOME} names it: links to the jars of the build, and a script. */
final class InstalledSpark {
  private InstalledSpark() {}

  /** Makes it, without Spark's own scripts, which are in no artefact. */
  static Path in(Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (String jar : InstalledLynceus.sparkClassPath().split(":", -1)) {
      Path file = Path.of(jar);
      Path link = jars.resolve(file.getFileName());
      if (!Files.exists(link)) { // of two with one name, the first counts, as on a class path
        Files.createSymbolicLink(link, file);
      }
    }
    Path script = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        script,
        """
        #!/bin/sh
        export SPARK_HOME="%s" SPARK_SCALA_VERSION=2.13
        exec "%s" %s -Xmx1g -XX:TieredStopAtLevel=1 -cp "%s/*" org.apache.spark.deploy.SparkSubmit "$@"
        """
            .formatted(
                folder,
                InstalledLynceus.java(),
                System.getProperty("lynceus.spark.opens").strip(),
                jars));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }
}
