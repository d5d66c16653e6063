package io.lynceus.app.cli;

import io.lynceus.app.drill.DrillFault;
import io.lynceus.model.Analysis;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Values of options, written as in the task port's {@code SET}; shells complete those that list
 * themselves.
 */
public final class OptionValues {
  private OptionValues() {}

  /** {@code objects}, {@code faces}, … */
  public static final class AnalysisOfKey implements ITypeConverter<Analysis>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Analysis.STANDARD.stream().map(Analysis::key).iterator();
    }

    @Override
    public Analysis convert(String value) {
      return Analysis.ofKey(value.strip())
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no analysis '"
                          + value
                          + "': use objects,faces,edges,corners, or that of a plug-in"));
    }
  }

  /** How much of the edges a reply holds. */
  public enum Edges {
    STATS,
    PNG
  }

  /** {@code stats} or {@code png}. */
  public static final class EdgesOfKey implements ITypeConverter<Edges>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("stats", "png").iterator();
    }

    @Override
    public Edges convert(String value) {
      return switch (value) {
        case "stats" -> Edges.STATS;
        case "png" -> Edges.PNG;
        default -> throw new TypeConversionException("it is stats or png, not '" + value + "'");
      };
    }
  }

  /** {@code kill}, {@code stop} or {@code slow}. */
  public static final class FaultOfKey implements ITypeConverter<DrillFault>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(DrillFault.values()).map(DrillFault::key).iterator();
    }

    @Override
    public DrillFault convert(String value) {
      return Stream.of(DrillFault.values())
          .filter(fault -> fault.key().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("it is kill, stop or slow, not '" + value + "'"));
    }
  }

  /** {@code 500ms}, {@code 10s}, or a number of milliseconds. */
  public static final class Time implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|)");

    @Override
    public Duration convert(String value) {
      Matcher time = TIME.matcher(value);
      if (!time.matches()) {
        throw new TypeConversionException("it is a time such as 500ms or 10s, not '" + value + "'");
      }
      long number = Long.parseLong(time.group(1));
      return time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }
  }
}
