package io.lynceus.systemtests.project;

import static java.util.stream.Collectors.toCollection;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A part of the distribution that is not ours.
 *
 * @param artifact {@code GROUP:ARTIFACT}
 */
record Part(String artifact, String version) implements Comparable<Part> {
  private static final Pattern PURL =
      Pattern.compile("\"purl\" : \"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)");

  private static final String OURS = "io.lynceus:";

  /** Those of a list of parts (CycloneDX, JSON) as the build makes it. */
  static Set<Part> ofBillOfMaterials(Path file) throws IOException {
    return PURL.matcher(Files.readString(file))
        .results()
        .map(purl -> new Part(purl.group(1) + ":" + purl.group(2), purl.group(3)))
        .filter(part -> !part.artifact().startsWith(OURS))
        .collect(toCollection(TreeSet::new));
  }

  /** Those of these artifacts that are on the class path, by the folders of a Maven repository. */
  static Set<Part> ofClassPath(Set<String> artifacts) {
    Set<Part> parts = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      // REPOSITORY/org/example/ARTIFACT/VERSION/ARTIFACT-VERSION.jar
      Path version = Path.of(entry).toAbsolutePath().getParent();
      for (String artifact : artifacts) {
        String group = artifact.substring(0, artifact.indexOf(':')).replace('.', '/');
        Path folder = Path.of(group, artifact.substring(artifact.indexOf(':') + 1));
        if (version != null
            && version.getParent() != null
            && version.getParent().endsWith(folder)) {
          parts.add(new Part(artifact, version.getFileName().toString()));
        }
      }
    }
    return parts;
  }

  @Override
  public int compareTo(Part other) {
    return Comparator.comparing(Part::artifact).thenComparing(Part::version).compare(this, other);
  }

  @Override
  public String toString() {
    return artifact + ":" + version;
  }
}
