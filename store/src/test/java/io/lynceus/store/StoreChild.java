package io.lynceus.store;

import java.nio.file.Path;
import java.time.Instant;

/** A process that writes into a store until it is killed, and says what is in it for sure. */
final class StoreChild {
  private StoreChild() {}

  /** The folder, and the number of the first result. */
  public static void main(String[] arguments) throws Exception {
    StoreConfig usual = StoreConfig.of(Path.of(arguments[0]));
    int number = Integer.parseInt(arguments[1]);
    try (ResultStore store = ResultStore.open(usual)) {
      while (true) {
        for (int i = 0; i < 3; i++) {
          String uid = "k" + number++;
          store.add(TestResults.person(uid, Instant.now(), "yard"));
        }
        store.flush();
        System.out.println("stored " + number);
        System.out.flush();
      }
    }
  }
}
