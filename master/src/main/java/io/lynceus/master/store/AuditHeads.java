package io.lynceus.master.store;

import io.lynceus.master.gateway.search.StoreJson;
import io.lynceus.store.ResultStore;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.StoreException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells log and others of each head of the audit table, so that one is kept where who may write the
 * store may not. One thread runs it.
 */
final class AuditHeads implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(AuditHeads.class);

  private final ResultStore store;
  private final Consumer<String> hearer;
  private long told;

  AuditHeads(ResultStore store, Consumer<String> hearer) {
    this.store = store;
    this.hearer = hearer;
  }

  @Override
  public void run() {
    try {
      Optional<AuditHead> head = store.auditHead();
      if (head.isPresent() && head.get().entries() != told) {
        told = head.get().entries();
        String json = StoreJson.auditHead(head.get());
        log.info("audit head {}", json);
        hearer.accept(json);
      }
    } catch (StoreException e) {
      log.warn("there is no head of the audit table now: {}", e.getMessage());
    } catch (RuntimeException e) { // It would be the last run.
      log.error("a fault in telling the head of the audit table", e);
    }
  }
}
