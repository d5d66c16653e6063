package io.lynceus.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.GoldenFile;
import io.lynceus.app.cli.Style;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTableTest {
  private static JsonNode result(String at, String head, String counts) throws IOException {
    return new ObjectMapper()
        .readTree(
            "{\"id\":\"x\",\"at\":\"%s\",\"reply\":{%s,\"counts\":{%s}}}"
                .formatted(at, head, counts));
  }

  private static List<JsonNode> results() throws IOException {
    List<JsonNode> results = new ArrayList<>();
    results.add(
        result(
            "2026-11-29T13:05:00.250Z",
            "\"camera\":\"front-door\",\"name\":\"front-door/2026-11-29/14-05-00.jpg\",\"status\":\"complete\"",
            "\"person\":2,\"car\":1,\"face\":0"));
    results.add(
        result(
            "2026-11-29T13:04:58Z",
            "\"camera\":\"yard\",\"name\":\"yard_0714.jpg\",\"status\":\"partial\"",
            "\"person\":0,\"face\":null"));
    results.add(
        result(
            "2026-11-29T13:04:57Z",
            "\"status\":\"complete\"",
            "\"person\":31,\"bicycle\":12,\"backpack\":9,\"handbag\":7,\"traffic"
                + " light\":4,\"face\":18"));
    results.add(
        result(
            "2026-11-29T13:04:00Z",
            "\"camera\":\"gate\",\"name\":\"\\u001b[31mred\",\"status\":\"complete\"",
            "\"person\":0"));
    return results;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void eachLineFits(int columns) throws IOException {
    List<String> lines =
        ResultsTable.lines(results(), new Style(columns, 24, false), ZoneOffset.ofHours(1));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    GoldenFile.assertSame("results-" + columns + ".txt", lines);
  }

  @Test
  void coloursChangeNoText() throws IOException {
    for (int columns : new int[] {60, 80, 200}) {
      List<String> plain =
          ResultsTable.lines(results(), new Style(columns, 24, false), ZoneOffset.UTC);
      List<String> coloured =
          ResultsTable.lines(results(), new Style(columns, 24, true), ZoneOffset.UTC);
      assertThat(coloured).isNotEqualTo(plain);
      assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")).toList())
          .isEqualTo(plain);
    }
  }

  @Test
  void aFileGetsAllOfEachCell() throws IOException {
    List<String> lines = ResultsTable.lines(results(), Style.PLAIN, ZoneOffset.UTC);
    assertThat(lines.get(1)).contains("2026-11-29 13:05:00", "front-door/2026-11-29/14-05-00.jpg");
    assertThat(lines.get(2)).endsWith("face unknown");
    assertThat(lines.get(3)).endsWith("traffic light 4, face 18");
    assertThat(lines.get(4)).endsWith("nothing").doesNotContain("\u001b");
  }
}
