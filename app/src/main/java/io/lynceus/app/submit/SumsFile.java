package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.client.FreshFile;
import io.lynceus.client.Sum;
import io.lynceus.client.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes the sums of a submission to a file for programs, as CSV or JSON by the end of its name. A
 * count is null (in CSV: empty) while it is unknown in one image; {@code atLeast} is then what was
 * found in the others.
 */
final class SumsFile {
  private static final String CSV_HEAD = "label,count,at_least,unknown_images,images\n";

  private final Path file;
  private final boolean csv;

  private SumsFile(Path file, boolean csv) {
    this.file = file;
    this.csv = csv;
  }

  /**
   * Checks the name, and makes its folder.
   *
   * @throws IllegalArgumentException when the name ends neither in .csv nor in .json
   */
  static SumsFile at(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".json")) {
      throw new IllegalArgumentException(
          "--sums is a file that ends in .csv or .json, not '" + file + "'");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new SumsFile(file, name.endsWith(".csv"));
  }

  /** Writes the file, whole or not at all. */
  void write(Totals totals, Duration elapsed) throws IOException {
    FreshFile.write(file, (csv ? csv(totals) : json(totals, elapsed)).getBytes(UTF_8));
  }

  static String csv(Totals totals) {
    StringBuilder lines = new StringBuilder(CSV_HEAD);
    for (Sum sum : totals.sums()) {
      lines.append(quoted(sum.label())).append(',');
      lines.append(sum.isKnown() ? String.valueOf(sum.atLeast()) : "").append(',');
      lines.append(sum.atLeast()).append(',').append(sum.unknown()).append(',');
      lines.append(sum.images()).append('\n');
    }
    return lines.toString();
  }

  /** As RFC 4180 says; a spreadsheet must not take a label for a formula. */
  private static String quoted(String label) {
    String safe = label.matches("[=+\\-@\\t\\r].*") ? "'" + label : label;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  static String json(Totals totals, Duration elapsed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("images", totals.images());
    json.put("complete", totals.complete());
    json.put("partial", totals.partial());
    json.put("rejected", totals.rejected());
    json.put("elapsedMs", elapsed.toMillis());
    ArrayNode sums = json.putArray("sums");
    for (Sum sum : totals.sums()) {
      ObjectNode each = sums.addObject().put("label", sum.label());
      each.put("count", sum.isKnown() ? Long.valueOf(sum.atLeast()) : null);
      each.put("atLeast", sum.atLeast()).put("unknownImages", sum.unknown());
    }
    return json + "\n";
  }
}
