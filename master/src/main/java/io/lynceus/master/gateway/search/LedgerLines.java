package io.lynceus.master.gateway.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import io.lynceus.master.gateway.search.ResultExport.Format;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.scene.ledger.LedgerRow.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of the ledger as JSON and as CSV. Stateless: any thread may call it. */
public final class LedgerLines {
  private static final List<String> COLUMNS =
      List.of(
          "area",
          "from",
          "to",
          "in",
          "in_low",
          "in_high",
          "out",
          "out_low",
          "out_high",
          "covered",
          "doubtful",
          "occupancy",
          "occupancy_low",
          "occupancy_high");

  private LedgerLines() {}

  /** All rows, after what the settings say of the areas. */
  public static String json(LedgerQuestion question, List<LedgerRow> rows) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("by", question.by().key());
    ArrayNode areas = json.putArray("areas");
    for (AreaConfig area : question.areas()) {
      ObjectNode one = areas.addObject().put("name", area.name()).put("title", area.title());
      one.putNull("capacity");
      area.capacity().ifPresent(number -> one.put("capacity", number));
    }
    ArrayNode all = json.putArray("rows");
    rows.forEach(row -> all.add(json(row)));
    return SafeText.ofJson(json.toString());
  }

  /** All rows, a line each. */
  public static String lines(Format format, List<LedgerRow> rows) {
    return format == Format.CSV
        ? String.join(",", COLUMNS)
            + "\r\n"
            + rows.stream().map(LedgerLines::csv).collect(Collectors.joining())
        : rows.stream()
            .map(row -> SafeText.ofJson(json(row).toString()) + "\n")
            .collect(Collectors.joining());
  }

  private static ObjectNode json(LedgerRow row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("area", row.area());
    json.put("from", StoreJson.time(row.from()));
    json.put("to", StoreJson.time(row.to()));
    put(json, "in", row.in());
    put(json, "out", row.out());
    json.put("covered", Math.round(row.covered() * 1000) / 1000.0);
    json.put("doubtful", row.doubtful());
    put(json, "occupancy", row.occupancy());
    return json;
  }

  private static void put(ObjectNode json, String key, Optional<Estimate> estimate) {
    json.putNull(key);
    estimate.ifPresent(
        known -> {
          ObjectNode one =
              json.putObject(key).put("count", known.counted()).put("low", known.low());
          one.putNull("high");
          known.high().ifPresent(high -> one.put("high", high));
        });
  }

  private static String csv(LedgerRow row) {
    List<String> values = new ArrayList<>();
    values.add(row.area());
    values.add(StoreJson.time(row.from()));
    values.add(StoreJson.time(row.to()));
    add(values, row.in());
    add(values, row.out());
    values.add(String.format(Locale.ROOT, "%.3f", row.covered()));
    values.add(Integer.toString(row.doubtful()));
    add(values, row.occupancy());
    return values.stream().map(ResultCsv::quoted).collect(Collectors.joining(",")) + "\r\n";
  }

  private static void add(List<String> values, Optional<Estimate> estimate) {
    values.add(estimate.map(known -> Integer.toString(known.counted())).orElse(""));
    values.add(estimate.map(known -> Integer.toString(known.low())).orElse(""));
    values.add(
        estimate
            .filter(known -> known.high().isPresent())
            .map(known -> Integer.toString(known.high().getAsInt()))
            .orElse(""));
  }
}
