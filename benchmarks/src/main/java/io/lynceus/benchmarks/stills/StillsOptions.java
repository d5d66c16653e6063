package io.lynceus.benchmarks.stills;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the pictures of a benchmark. */
public final class StillsOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Pictures; of those that have the size wanted, or else all, scaled"
              + " (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("samples");

  /** See {@link Stills#ofBothSizes}. */
  public List<Stills> ofBothSizes() throws IOException {
    return Stills.ofBothSizes(data);
  }

  /** See {@link Stills#in}. */
  public Stills in(int width, int height) throws IOException {
    return Stills.in(data, width, height);
  }
}
