package io.lynceus.master.webhooks;

import com.typesafe.config.ConfigFactory;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.TestChanges;
import io.lynceus.model.event.EventChange;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.OutboxItem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process that stores events and tells a receiver of them, until it is killed. */
final class WebhookChild {
  static final int CAMERAS = 3;

  private WebhookChild() {}

  /** The store's folder, the receiver's address, the first event's number, how many. */
  public static void main(String[] arguments) throws Exception {
    String text = "hook { url = \"" + arguments[1] + "\", timeout = 1 s }";
    int first = Integer.parseInt(arguments[2]);
    ResultStore store = ResultStore.open(StoreConfig.of(Path.of(arguments[0])));
    Webhooks webhooks =
        Webhooks.open(
            WebhookConfig.all(ConfigFactory.parseString(text)),
            "",
            Optional.empty(),
            InstantSource.system());
    Deliveries deliveries =
        Deliveries.start(webhooks.channels(), Optional.of(store.outbox()), InstantSource.system());
    for (int number = first; number < first + Integer.parseInt(arguments[3]); number++) {
      EventChange change = TestChanges.begun("k" + number, "c" + number % CAMERAS);
      List<OutboxItem> items = deliveries.prepare(change, name -> true);
      store.events().put(List.of(change.event()), Set.of(change.event().id()), Map.of(), items);
      System.out.println("stored " + number);
      deliveries.offer(items, true);
    }
    System.out.println("all");
    System.in.read(); // until it is killed
  }
}
