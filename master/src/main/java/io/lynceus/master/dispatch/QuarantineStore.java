package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps quarantined images after the master has ended: for the next master, and for bug reports.
 *
 * <p>Dispatch asks once for the entries, before it starts. The dispatch thread calls {@link #keep},
 * which returns at once. If a store fails, it logs that, and only the copy of the image is lost.
 */
public interface QuarantineStore extends AutoCloseable {

  /** Keeps nothing. */
  QuarantineStore NONE =
      new QuarantineStore() {
        @Override
        public Set<Entry> entries() {
          return Set.of();
        }

        @Override
        public Optional<String> keep(Poisoning poisoning) {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /** An analysis of an image that is not tried again. */
  record Entry(String sha256, Analysis analysis) {}

  /**
   * Why an entry is not tried again.
   *
   * @param request with the bytes of the image, not changed by anyone
   * @param slaves that died while they ran it: name, address and version
   * @param child the death of the JVM that ran it alone
   */
  record Poisoning(Entry entry, TaskRequest request, List<String> slaves, ChildDied child) {
    public Poisoning {
      slaves = List.copyOf(slaves);
    }
  }

  /** The entries that earlier masters kept and nobody has deleted. */
  Set<Entry> entries();

  /** Keeps the image. Returns where, or empty if it is not kept. */
  Optional<String> keep(Poisoning poisoning);

  /** Dispatch has ended and keeps nothing more. */
  @Override
  void close();
}
