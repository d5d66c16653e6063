package io.lynceus.app.cli;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads values of options, written as in the task port's {@code SET}. Shells complete those that
 * can be iterated.
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
      AnalysisCatalog standard = AnalysisCatalog.STANDARD;
      return standard
          .meant(value.strip())
          .or(() -> Analysis.ofKey(value.strip()))
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no analysis '%s'%s: use %s, or that of a plug-in"
                          .formatted(value, standard.aside(value), standard.keys())));
    }
  }

  /** What a reply holds of the edges: numbers only, or the map as well. */
  public enum EdgesForm {
    STATS,
    PNG,
    OVERLAY
  }

  /** {@code stats}, {@code png} or {@code overlay}. */
  public static final class EdgesOfKey implements ITypeConverter<EdgesForm>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("stats", "png", "overlay").iterator();
    }

    @Override
    public EdgesForm convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "stats" -> EdgesForm.STATS;
        case "png" -> EdgesForm.PNG;
        case "overlay" -> EdgesForm.OVERLAY;
        default ->
            throw new TypeConversionException("it is stats, png or overlay, not '" + value + "'");
      };
    }
  }

  /** What a reply holds of the corners: their number only, or the corners as well. */
  public enum CornersForm {
    COUNT,
    POINTS
  }

  /** {@code count} or {@code points}. */
  public static final class CornersOfKey implements ITypeConverter<CornersForm>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("count", "points").iterator();
    }

    @Override
    public CornersForm convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "count" -> CornersForm.COUNT;
        case "points" -> CornersForm.POINTS;
        default -> throw new TypeConversionException("it is count or points, not '" + value + "'");
      };
    }
  }

  /**
   * {@code 500ms} or {@code 10s}. A number alone is refused, except 0: most who write 5 mean
   * seconds, and would get milliseconds.
   */
  public static final class Time implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s)|0");

    @Override
    public Duration convert(String value) {
      Matcher time = TIME.matcher(value);
      if (!time.matches() && value.matches("\\d{1,9}")) {
        throw new TypeConversionException(
            "'%s' has no unit: did you mean %ss, or %sms?".formatted(value, value, value));
      }
      if (!time.matches()) {
        throw new TypeConversionException("it is a time such as 500ms or 10s, not '" + value + "'");
      }
      if (time.group(1) == null) {
        return Duration.ZERO;
      }
      long number = Long.parseLong(time.group(1));
      return time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }
  }
}
