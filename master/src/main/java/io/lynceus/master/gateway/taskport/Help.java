package io.lynceus.master.gateway.taskport;

import io.lynceus.common.SafeText;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisOption;
import java.util.stream.Collectors;

/** The reply to {@code HELP}. */
final class Help {
  private static final String LINE =
      """
      {"help":[\
      "send images (JPEG, PNG, WebP, BMP) or a tar archive of them: each image gets one line of JSON",\
      "AUTH token: must come first if the master has a token",\
      "SET key=value...: options of all later images; an empty value resets a key to its default",\
      "ANALYZE size=BYTES [key=value...]: one image of exactly this size follows",\
      "STREAM: keep the connection open between images",\
      "STATUS [wait=TIME]: the cluster's slaves and tasks, and how many slaves keep the wait below TIME (1s)","LABELS: the labels that can be asked for, and which slaves know them","CAMERAS: the cameras, their last stills and their zones","PING","HELP",\
      "DRAIN name=SLAVE: give the slave no more units; RESUME name=SLAVE: give it units again",\
      "QUARANTINE: images that are not tried again; QUARANTINE clear=HASH|all: try them again",\
      "QUIT: send the replies that are due, then close",\
      "keys: analyses=%s %s \
      deadline=500ms|10s|MILLISECONDS name=TEXT camera=NAME time=ISO8601|MILLISECONDS, \
      with ANALYZE also id=TEXT; values with spaces in double quotes"]}\
      """;

  private Help() {}

  /** One line of JSON, with the analyses that the master knows of. */
  static String line(AnalysisCatalog catalog) {
    String options =
        catalog.options().stream().map(AnalysisOption::usage).collect(Collectors.joining(" "));
    return SafeText.of(
        LINE.formatted(catalog.keys(), options.replace("\\", "\\\\").replace("\"", "\\\"")));
  }
}
