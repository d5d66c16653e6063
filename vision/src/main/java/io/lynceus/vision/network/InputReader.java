package io.lynceus.vision.network;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.NetworkInput.Channels;
import io.lynceus.vision.network.NetworkInput.Extent;
import io.lynceus.vision.network.NetworkInput.Fixed;
import io.lynceus.vision.network.NetworkInput.Layout;
import io.lynceus.vision.network.NetworkInput.Padding;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the section {@code input} of a {@code model.conf}. */
final class InputReader {
  private static final int LEAST_FIXED_SIDE = 8;
  private static final double GREATEST_NUMBER = 1e6;

  private final NetworkKind kind;
  private final ConfReader input;

  InputReader(NetworkKind kind, ConfReader input) {
    this.kind = kind;
    this.input = input;
  }

  NetworkInput read() {
    Set<String> keys = new TreeSet<>(Set.of("layout", "channels", "size", "mean", "scale"));
    if (kind.use().findsBoxes()) {
      keys.addAll(Set.of("long-side", "multiple", "padding"));
    }
    input.allow(keys);
    Layout layout = Layout.valueOf(upper(input.word("layout", List.of("nchw", "nhwc"))));
    Channels channels = Channels.valueOf(upper(input.word("channels", List.of("rgb", "bgr"))));
    return new NetworkInput(
        layout,
        channels,
        extent(),
        kind.use().findsBoxes() ? padding(input.section("padding")) : new Padding(false, 0),
        perChannel("mean", -GREATEST_NUMBER),
        perChannel("scale", Float.MIN_NORMAL));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private Extent extent() {
    boolean takesAnySize = kind.use().findsBoxes() && kind != NetworkKind.SSD;
    if (input.has("size") || !takesAnySize) {
      List<Double> size = input.numbers("size");
      String allowed =
          "width and height, each a whole number from %d to %d"
              .formatted(LEAST_FIXED_SIDE, Extent.GREATEST_SIDE);
      Check.that(size.size() == 2, input.name("size"), allowed, size);
      for (double side : size) {
        Check.that(
            side == Math.rint(side) && side >= LEAST_FIXED_SIDE && side <= Extent.GREATEST_SIDE,
            input.name("size"),
            allowed,
            size);
      }
      Fixed fixed = new Fixed(size.get(0).intValue(), size.get(1).intValue());
      return new Extent(Optional.of(fixed), Math.max(fixed.width(), fixed.height()), 1);
    }
    return new Extent(
        Optional.empty(),
        input.wholeNumber("long-side", Extent.LEAST_SIDE, Extent.GREATEST_SIDE),
        input.wholeNumber("multiple", 1, Extent.GREATEST_MULTIPLE));
  }

  private static Padding padding(ConfReader padding) {
    padding.allow(Set.of("place", "value"));
    return new Padding(
        padding.word("place", List.of("end", "centre")).equals("centre"),
        padding.wholeNumber("value", 0, 255));
  }

  /** One number for all channels, or one for each. */
  private List<Float> perChannel(String key, double least) {
    if (!input.isList(key)) {
      float value = (float) input.number(key, least, GREATEST_NUMBER);
      return Collections.nCopies(NetworkInput.CHANNELS, value);
    }
    List<Double> values = input.numbers(key);
    Check.that(
        values.size() == NetworkInput.CHANNELS,
        input.name(key),
        "one number, or one for each of three channels",
        values);
    values.forEach(value -> Check.number(input.name(key), value, least, GREATEST_NUMBER));
    return values.stream().map(Double::floatValue).toList();
  }
}
