package io.lynceus.app.watch;

import io.lynceus.app.watch.folder.PictureAsk;
import io.lynceus.app.watch.folder.WatchRules;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of {@code watch}'s options that are one of a few words. */
final class WatchValues {
  private WatchValues() {}

  /** {@code move}, {@code delete} or {@code keep}. */
  static final class AfterOfKey implements ITypeConverter<WatchRules.After>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(WatchRules.After.values()).iterator();
    }

    @Override
    public WatchRules.After convert(String value) {
      return one(WatchRules.After.values(), value);
    }
  }

  /** {@code auto}, {@code file} or {@code arrival}. */
  static final class TimesOfKey implements ITypeConverter<PictureAsk.Times>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(PictureAsk.Times.values()).iterator();
    }

    @Override
    public PictureAsk.Times convert(String value) {
      return one(PictureAsk.Times.values(), value);
    }
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static <E extends Enum<E>> E one(E[] values, String text) {
    return Arrays.stream(values)
        .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "it is one of " + String.join(", ", words(values)) + ", not '" + text + "'"));
  }
}
