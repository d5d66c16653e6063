package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps quarantined images beyond the life of a master, for it and for a bug report.
 *
 * <p>Dispatch asks for what is kept once, before it begins; {@link #keep} is called by the dispatch
 * thread and returns at once. A store that fails says so in the log and loses nothing but the copy.
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

  /** What is not tried again. */
  record Entry(String sha256, Analysis analysis) {}

  /**
   * Why it is not.
   *
   * @param request with the bytes of the image, not changed by anyone
   * @param slaves that died while they ran it: name, address and version
   */
  record Poisoning(Entry entry, TaskRequest request, List<String> slaves) {
    public Poisoning {
      slaves = List.copyOf(slaves);
    }
  }

  /** What earlier masters have kept and nobody has taken away. */
  Set<Entry> entries();

  /** Keeps the image; returns where, or empty when it is not kept. */
  Optional<String> keep(Poisoning poisoning);

  /** Dispatch has ended: nothing more is to be kept. */
  @Override
  void close();
}
