package io.lynceus.app.drill;

import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A fault that {@code lynceus drill} injects into one slave at work. */
enum DrillFault {
  KILL("process killed", Duration.ZERO),
  STOP("frozen for 4 s", Duration.ofSeconds(4)),
  SLOW("10 times slower for 8 s", Duration.ofSeconds(8));

  private final String description;
  private final Duration length;

  DrillFault(String description, Duration length) {
    this.description = description;
    this.length = length;
  }

  /** The name on the command line and in JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For the report. */
  String description() {
    return description;
  }

  /** How long the fault lasts; zero: until the slave is restarted. */
  Duration length() {
    return length;
  }

  /** Reads {@code kill}, {@code stop} or {@code slow}; shells complete them. */
  static final class OfKey implements ITypeConverter<DrillFault>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(DrillFault::key).iterator();
    }

    @Override
    public DrillFault convert(String value) {
      return Stream.of(values())
          .filter(fault -> fault.key().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("it is kill, stop or slow, not '" + value + "'"));
    }
  }
}
