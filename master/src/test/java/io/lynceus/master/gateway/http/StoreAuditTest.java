package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.gateway.search.StoreAudit;
import io.lynceus.master.gateway.search.StoreDesk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done goes into the audit table, or, where the store fails, elsewhere. */
@Timeout(30)
class StoreAuditTest {
  private static final Map<String, String> FACTS = Map.of("token", "anna", "from", "127.0.0.1");

  @Test
  void anEntryIsALineOfJson() {
    ScriptedStore store = new ScriptedStore();
    List<String> otherwise = new CopyOnWriteArrayList<>();
    try (StoreDesk desk = new StoreDesk(store)) {
      new StoreAudit(desk, (kind, facts) -> otherwise.add(kind)).tell("sign-in", FACTS);
      await()
          .untilAsserted(
              () ->
                  assertThat(store.audit)
                      .containsExactly("sign-in {\"from\":\"127.0.0.1\",\"token\":\"anna\"}"));
    }
    assertThat(otherwise).isEmpty();
  }

  @Test
  void whatTheStoreCannotTakeIsToldElsewhere() {
    ScriptedStore store = new ScriptedStore();
    store.fails = true;
    List<String> otherwise = new CopyOnWriteArrayList<>();
    try (StoreDesk desk = new StoreDesk(store)) {
      new StoreAudit(desk, (kind, facts) -> otherwise.add(kind + " " + facts.get("token")))
          .tell("sign-in", FACTS);
      await().untilAsserted(() -> assertThat(otherwise).containsExactly("sign-in anna"));
    }
    assertThat(store.audit).isEmpty();
  }
}
