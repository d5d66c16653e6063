package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is quarantined, by this master or one before it, and what is cleared. */
class QuarantineTest {
  private final RecordedQuarantine store = new RecordedQuarantine();
  private final ManualMaster master = new ManualMaster(MasterDefaults.DISPATCH, store);

  /** A master that finds these entries of an earlier one. */
  private ManualMaster laterMaster(Entry... earlier) {
    store.earlier.addAll(Set.of(earlier));
    return new ManualMaster(MasterDefaults.DISPATCH, store);
  }

  @Test
  void anotherAnalysisOfAQuarantinedImageIsConfinedUntilTheImageHasBeenDecoded() {
    master.die("a", "killer", Analysis.EDGES);
    master.die("b", "killer", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    master.childDies(third);
    master.submit("killer", Analysis.EDGES, Analysis.FACES, Analysis.CORNERS);
    assertThat(third.assigned()).isEmpty();
    assertThat(third.confined()).hasSize(2);
    master.finish(third, third.confined().get(1));
    assertThat(third.assigned()).as("decoding is harmless").hasSize(1);
  }

  @Test
  void whatWasQuarantinedByAnEarlierMasterIsRefused() {
    ManualMaster later = laterMaster(new Entry("killer", Analysis.EDGES));
    later.slave("a", 1);
    later.submit("killer", Analysis.EDGES);
    assertThat(later.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void aClearedImageIsTriedAgainInAJvmOfItsOwnAtFirst() {
    master.die("a", "killer", Analysis.EDGES);
    master.die("b", "killer", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    master.childDies(third);
    assertThat(master.quarantined())
        .extracting(Quarantined::sha256, Quarantined::analysis, Quarantined::reason)
        .containsExactly(tuple("killer", Analysis.EDGES, "exit code 134"));

    assertThat(master.clear("kill").done()).isTrue();
    assertThat(store.cleared).containsExactly("killer");
    assertThat(master.quarantined()).isEmpty();
    master.submit("killer", Analysis.EDGES);
    assertThat(third.confined()).hasSize(2);
    master.finish(third, third.confined().get(1));
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.OK);
    master.submit("killer", Analysis.EDGES);
    assertThat(third.assigned()).as("an ordinary unit again").hasSize(1);
  }

  @Test
  void whatAnEarlierMasterQuarantinedIsClearedToo() {
    ManualMaster later =
        laterMaster(new Entry("killer", Analysis.EDGES), new Entry("other", Analysis.FACES));
    assertThat(later.clear("").done()).isTrue();
    assertThat(store.cleared).containsExactly("killer", "other");
    ScriptedSlave slave = later.slave("a", 1);
    later.submit("killer", Analysis.EDGES);
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void nothingIsClearedWhenNoImageFitsOrSeveralOrTheStoreIsBusy() {
    ManualMaster later =
        laterMaster(new Entry("aa", Analysis.EDGES), new Entry("ab", Analysis.EDGES));
    assertThat(later.clear("x").found()).isEmpty();
    assertThat(later.clear("a").found()).hasSize(2);
    assertThat(later.clear("a").done()).isFalse();
    assertThat(store.cleared).isEmpty();
    store.busy = true;
    assertThat(later.clear("aa").done()).isFalse();
    assertThat(later.quarantined()).hasSize(2);
  }
}
