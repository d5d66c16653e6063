package io.lynceus.master.gateway.search;

import io.lynceus.master.gateway.access.AuditTrail;
import java.util.Map;

/** Writes into the audit table of the store. Any thread may call it. */
public final class StoreAudit implements AuditTrail {
  private final StoreDesk desk;
  private final AuditTrail otherwise;

  /**
   * @param otherwise hears of what the store cannot take, because it fails or has too much to do
   */
  public StoreAudit(StoreDesk desk, AuditTrail otherwise) {
    this.desk = desk;
    this.otherwise = otherwise;
  }

  @Override
  public void tell(String kind, Map<String, String> facts) {
    var unused =
        desk.ask(
                store -> {
                  store.audit(kind, StoreJson.audit(facts));
                  return true;
                })
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    otherwise.tell(kind, facts);
                  }
                });
  }
}
