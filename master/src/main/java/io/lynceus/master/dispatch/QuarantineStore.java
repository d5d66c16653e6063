package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps quarantined images after the master has ended: for the next master, and for bug reports.
 *
 * <p>Dispatch asks once for the entries, before it starts. The dispatch thread calls {@link #keep}
 * and {@link #clear}, which return at once. If a store fails, it logs that, and only the copy of
 * the image is lost.
 */
public interface QuarantineStore extends AutoCloseable {

  /** Keeps nothing. */
  QuarantineStore NONE =
      new QuarantineStore() {
        @Override
        public List<Quarantined> entries() {
          return List.of();
        }

        @Override
        public Optional<String> keep(Poisoning poisoning) {
          return Optional.empty();
        }

        @Override
        public boolean clear(Set<String> images) {
          return true;
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

  /** The entries that earlier masters kept and nobody has deleted, the oldest first. */
  List<Quarantined> entries();

  /** Keeps the image. Returns where, or empty if it is not kept. */
  Optional<String> keep(Poisoning poisoning);

  /**
   * Deletes what is kept of the images, soon.
   *
   * @param images their hashes
   * @return false if that cannot be done now
   */
  boolean clear(Set<String> images);

  /** Dispatch has ended and keeps nothing more. */
  @Override
  void close();
}
