package io.lynceus.slave.confinement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.model.settings.Check;
import java.util.List;

/**
 * The settings of confinement.
 *
 * @param heapBytes {@code confinement.heap-bytes}: the child's heap beside the image's file, 64 MiB
 *     to 1 TiB
 * @param residentBytes {@code confinement.resident-bytes}: memory of the machine that a child may
 *     hold in all, 512 MiB to 1 TiB
 * @param ofChild what a child reads of the slave's settings: no secrets
 */
public record ConfinementConfig(long heapBytes, long residentBytes, Config ofChild) {
  /** For the JVM, one network, and pictures. */
  static final long LEAST_RESIDENT_BYTES = 512L << 20;

  static final String RESIDENT_BYTES = "confinement.resident-bytes";
  private static final long LEAST_HEAP_BYTES = 64L << 20;
  private static final long MOST_BYTES = 1L << 40;
  private static final List<String> READ_BY_CHILD =
      List.of("models", "native", "plugins", "limits", "analysis", "confinement");

  public ConfinementConfig {
    Check.size("confinement.heap-bytes", heapBytes, LEAST_HEAP_BYTES, MOST_BYTES);
    Check.size(RESIDENT_BYTES, residentBytes, LEAST_RESIDENT_BYTES, MOST_BYTES);
  }

  /**
   * Picks them from the settings of a slave.
   *
   * @throws IllegalArgumentException naming the key whose value is out of its range
   */
  public static ConfinementConfig from(Config settings) {
    Config ofChild = ConfigFactory.empty();
    for (String section : READ_BY_CHILD) {
      ofChild = ofChild.withFallback(settings.withOnlyPath(section));
    }
    return new ConfinementConfig(
        settings.getBytes("confinement.heap-bytes"), settings.getBytes(RESIDENT_BYTES), ofChild);
  }
}
