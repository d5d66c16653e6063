package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lynceus.common.SafeText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/** What the JSON forms of this package share: bounds, numbers, and fields that must be there. */
final class Json {
  /** Longest string in a reply: room for the Base64 of an edge map of 24 MB. */
  private static final int MAX_STRING = 32 << 20;

  private static final int MAX_NESTING = 32;
  private static final int MAX_NUMBER = 64;

  /** Names, values and brackets of a line: several times those of 10,000 detections. */
  private static final long MAX_TOKENS = 1_000_000;

  /** Rounded to fewer digits than this, a strength would lose its order among 500. */
  private static final MathContext STRENGTH = new MathContext(4);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(MAX_STRING)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Writes one value into a generator. */
  interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * Makes a value of a parsed line; what it throws unchecked means that the line has not its form.
   */
  interface Form<T> {
    T of(JsonNode line);
  }

  static String line(Body body) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(text)) {
      body.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return SafeText.ofJson(text.toString()); // else some readers would see several lines
  }

  static String line(JsonNode tree) {
    return line(json -> MAPPER.writeTree(json, tree));
  }

  static <T> T parse(String line, String what, Form<T> form) throws MalformedReplyException {
    try {
      return form.of(MAPPER.readTree(line));
    } catch (IOException | RuntimeException e) {
      throw new MalformedReplyException("not the JSON of a " + what + ": " + e.getMessage(), e);
    }
  }

  /** Rounded to this number of decimals, without trailing zeros; NaN and infinity become null. */
  static void decimals(JsonGenerator json, double value, int decimals) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
      return;
    }
    long whole = (long) value;
    if (whole == value && Math.abs(whole) < 1L << 53) {
      json.writeNumber(whole); // as most are
    } else {
      json.writeNumber(decimals(value, decimals));
    }
  }

  /**
   * Rounded to this number of decimals, without trailing zeros.
   *
   * @param value a finite number
   */
  static BigDecimal decimals(double value, int decimals) {
    double scaled = value * Math.pow(10, decimals);
    return Math.abs(scaled) < Long.MAX_VALUE
        ? plain(BigDecimal.valueOf(Math.round(scaled), decimals))
        : new BigDecimal(value);
  }

  /** Rounded to four digits, whatever its size; NaN and infinity become null. */
  static void strength(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeRawValue(new BigDecimal(value).round(STRENGTH).stripTrailingZeros().toString());
    } else {
      json.writeNull();
    }
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** Milliseconds with at most two decimals. */
  static void millis(JsonGenerator json, String field, Duration time) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(millis(time));
  }

  /** Milliseconds with at most two decimals. */
  static BigDecimal millis(Duration time) {
    return decimals(time.toNanos() / 1e6, 2);
  }

  static Duration millis(JsonNode parent, String field) {
    return Duration.ofNanos(Math.round(number(parent.required(field)) * 1e6));
  }

  /**
   * ISO 8601 with offset, to the millisecond: what {@code ISO_OFFSET_DATE_TIME} makes, in a tenth
   * of its time.
   */
  static String time(OffsetDateTime time) {
    StringBuilder text = new StringBuilder(32).append(time.toLocalDate()).append('T');
    twoDigits(text, time.getHour()).append(':');
    twoDigits(text, time.getMinute()).append(':');
    twoDigits(text, time.getSecond());
    int millis = time.getNano() / 1_000_000;
    if (millis > 0) {
      text.append('.').append((char) ('0' + millis / 100));
      if (millis % 100 > 0) {
        text.append((char) ('0' + millis / 10 % 10));
      }
      if (millis % 10 > 0) {
        text.append((char) ('0' + millis % 10));
      }
    }
    return text.append(time.getOffset()).toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  static double number(JsonNode value) {
    if (value.isNull()) {
      return Double.NaN;
    }
    return expect(value.isNumber(), value, "a number").doubleValue();
  }

  static long count(JsonNode parent, String field) {
    JsonNode value = parent.required(field);
    expect(value.isIntegralNumber() && value.canConvertToLong(), value, field);
    return expect(value.longValue() >= 0, value, field + ", not below 0,").longValue();
  }

  static int smallCount(JsonNode parent, String field) {
    return Math.toIntExact(count(parent, field));
  }

  static String text(JsonNode parent, String field) {
    JsonNode value = parent.required(field);
    return expect(value.isTextual(), value, field).textValue();
  }

  static String text(JsonNode parent, String field, String whenAbsent) {
    return parent.hasNonNull(field) ? text(parent, field) : whenAbsent;
  }

  /** How an enum's constant is written: {@code NO_SLAVE} as {@code no_slave}. */
  static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String key) {
    return Enum.valueOf(type, key.toUpperCase(Locale.ROOT));
  }

  private static JsonNode expect(boolean holds, JsonNode value, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what + " expected in place of " + value.getNodeType());
    }
    return value;
  }
}
