package io.lynceus.benchmarks.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Told told = new Told();

  private static String change(String type, String id, String camera, int second) {
    return "{\"type\":\"%s\",\"event\":{\"id\":\"%s\",\"camera\":\"%s\",\"last\":\"2026-12-01T00:00:%02dZ\"}}"
        .formatted(type, id, camera, second);
  }

  private static JsonNode stored(String id, boolean over) throws Exception {
    return JSON.readTree(
        "{\"id\":\"%s\",\"ended\":%s}".formatted(id, over ? "\"2026-12-01T00:00:09Z\"" : "null"));
  }

  @Test
  void whatNobodyWasToldIsMissing() throws Exception {
    told.take(change("new", "a", "gate", 1));
    told.take(change("new", "b", "gate", 2));
    assertThat(told.missing(List.of(stored("a", false), stored("b", true), stored("c", false))))
        .containsExactly("end b", "new c");
  }

  @Test
  void whatComesTwiceIsInOrderAndCounted() throws Exception {
    told.take(change("new", "a", "gate", 1));
    told.take(change("new", "b", "yard", 1));
    told.take(change("new", "a", "gate", 1));
    told.take(change("update", "a", "gate", 3));
    told.take(change("end", "a", "gate", 3));
    assertThat(told.disorder()).isEmpty();
    assertThat(told.counts()).isEqualTo("5 messages taken, 1 of them once more, 0 unreadable");
  }

  @Test
  void eachKindOfDisorderIsSeen() throws Exception {
    told.take(change("end", "a", "gate", 1));
    told.take(change("new", "b", "yard", 5));
    told.take(change("new", "c", "yard", 4));
    told.take(change("new", "d", "hall", 1));
    told.take(change("end", "d", "hall", 1));
    told.take(change("update", "d", "hall", 2));
    assertThat(told.disorder())
        .anyMatch(line -> line.startsWith("gate: end after null"))
        .anyMatch(line -> line.contains("00:04Z after 2026-12-01T00:00:05Z"))
        .anyMatch(line -> line.startsWith("hall: update after end"))
        .hasSize(3);
  }

  @Test
  void receiversThatWereToldDifferentlyDiffer() {
    Told other = new Told();
    told.take(change("new", "a", "gate", 1));
    told.take(change("new", "b", "gate", 2));
    other.take(change("new", "a", "gate", 1));
    assertThat(Told.differences(told, other)).containsExactly("gate");
    other.take(change("new", "b", "gate", 2));
    assertThat(Told.differences(told, other)).isEmpty();
    other.take(change("new", "c", "yard", 2));
    assertThat(Told.differences(told, other)).containsExactly("yard");
  }

  @Test
  void whatIsNoChangeIsUnreadable() {
    told.take("\u0000{");
    told.take("{\"type\":\"new\"}");
    assertThat(told.unreadable()).isEqualTo(2);
  }
}
