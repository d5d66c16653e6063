package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeathInquiryTest {
  private final List<Poisoning> kept = new ArrayList<>();
  private final ManualMaster master = master(Set.of());
  private final List<ScriptedSlave> failed = new ArrayList<>();
  private final Set<String> cleared = new TreeSet<>();
  private boolean busy;

  @Test
  void whatKillsTwoSlavesAndAChildIsKeptWithItsEvidenceAndRefusedAtOnce() {
    die("a", "killer", Analysis.EDGES);
    die("b", "killer", Analysis.EDGES);
    assertThat(master.replies).as("two deaths are no proof").isEmpty();
    ScriptedSlave third = master.slave("c", 3);
    childDies(third);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(master.message("killer", Analysis.EDGES))
        .startsWith(Quarantine.MESSAGE)
        .endsWith("exit code 134");
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).entry()).isEqualTo(new Entry("killer", Analysis.EDGES));
    assertThat(kept.get(0).slaves()).containsExactly("a (a) Lynceus 1", "b (b) Lynceus 1");
    assertThat(kept.get(0).child().report()).isEqualTo("# SIGSEGV\n");

    master.submit("killer", Analysis.EDGES);
    assertThat(master.replies).hasSize(2);
    assertThat(third.assigned()).isEmpty();
    assertThat(third.confined()).hasSize(1);
    assertThat(kept).hasSize(1);
  }

  @Test
  void whatIsKilledTwiceFromOutsideComesBackOk() {
    die("a", "innocent", Analysis.EDGES);
    die("b", "innocent", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    assertThat(third.assigned()).isEmpty();
    master.start(third, third.confined().get(0));
    master.finish(third, third.confined().get(0));
    assertThat(master.outcome("innocent", Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(kept).isEmpty();

    master.submit("innocent", Analysis.EDGES);
    assertThat(third.assigned()).as("an ordinary unit again").hasSize(1);
  }

  @Test
  void aSlaveThatIsLostWithItsChildSaysNothingOfTheUnit() {
    die("a", "innocent", Analysis.EDGES);
    die("b", "innocent", Analysis.EDGES);
    for (String name : List.of("c", "d", "e", "f")) {
      ScriptedSlave host = master.slave(name, 1);
      master.start(host, host.confined().get(0));
      master.lose(host);
      assertThat(master.replies).isEmpty();
    }
    ScriptedSlave last = master.slave("g", 1);
    master.finish(last, last.confined().get(0));
    assertThat(master.outcome("innocent", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  @Test
  void aUnitThatCannotBeConfinedIsTriedElsewhereAndHasFailedAtLast() {
    die("a", "unlucky", Analysis.EDGES);
    die("b", "unlucky", Analysis.EDGES);
    List<ScriptedSlave> hosts =
        List.of(master.slave("c", 1), master.slave("d", 1), master.slave("e", 1));
    for (int i = 0; i < hosts.size(); i++) {
      ScriptedSlave host =
          hosts.stream().filter(slave -> isAtWork(slave)).findFirst().orElseThrow();
      master.fail(host, host.confined().get(0), FailureReason.ANALYSIS_FAILED);
      failed.add(host);
    }
    assertThat(failed).containsExactlyInAnyOrderElementsOf(hosts);
    assertThat(master.outcome("unlucky", Analysis.EDGES)).isEqualTo(Outcome.FAILED);
    assertThat(kept).isEmpty();
  }

  private boolean isAtWork(ScriptedSlave host) {
    return !host.confined().isEmpty() && !failed.contains(host);
  }

  @Test
  void othersRunBesideAConfinedUnitAndOneIsConfinedAtATime() {
    ScriptedSlave first = master.slave("a", 3);
    master.submit("one", Analysis.EDGES);
    master.submit("two", Analysis.EDGES);
    first.assigned().forEach(first::starts);
    master.lose(first);
    for (String name : List.of("b", "c")) { // one suspect dies after the other
      ScriptedSlave doomed = master.slave(name, 3);
      master.start(doomed, doomed.assigned().get(0));
      master.lose(doomed);
    }
    ScriptedSlave host = master.slave("d", 3);
    assertThat(host.confined()).hasSize(1);
    master.submit("other", Analysis.EDGES);
    assertThat(host.assigned()).hasSize(1);
    master.childDies(host, host.confined().get(0));
    assertThat(host.confined()).hasSize(2);
  }

  @Test
  void anAnalysisOfAPlugInIsConfinedLikeAnyOther() {
    ScriptedSlave first = master.slave("a", 1, Images.ALL_AND_GRADE);
    master.submit("killer", Images.GRADE);
    master.finish(first, first.assigned(Analysis.FACES));
    master.start(first, first.assigned(Images.GRADE));
    master.lose(first);
    die("b", "killer", Images.GRADE);
    childDies(master.slave("c", 1, Images.ALL_AND_GRADE));
    assertThat(master.outcome("killer", Images.GRADE)).isEqualTo(Outcome.POISON);
    assertThat(kept.get(0).entry().analysis()).isEqualTo(Images.GRADE);
  }

  private void childDies(ScriptedSlave host) {
    AssignUnit unit = host.confined().get(0);
    master.start(host, unit);
    master.childDies(host, unit);
  }

  @Test
  void anotherAnalysisOfAQuarantinedImageIsConfinedUntilTheImageHasBeenDecoded() {
    die("a", "killer", Analysis.EDGES);
    die("b", "killer", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    childDies(third);
    master.submit("killer", Analysis.EDGES, Analysis.FACES, Analysis.CORNERS);
    assertThat(third.assigned()).isEmpty();
    assertThat(third.confined()).hasSize(2);
    master.finish(third, third.confined().get(1));
    assertThat(third.assigned()).as("decoding is harmless").hasSize(1);
  }

  @Test
  void whatWasQuarantinedByAnEarlierMasterIsRefused() {
    ManualMaster later = master(Set.of(new Entry("killer", Analysis.EDGES)));
    later.slave("a", 1);
    later.submit("killer", Analysis.EDGES);
    assertThat(later.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void aClearedImageIsTriedAgainInAJvmOfItsOwnAtFirst() {
    die("a", "killer", Analysis.EDGES);
    die("b", "killer", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    childDies(third);
    assertThat(master.quarantined())
        .extracting(Quarantined::sha256, Quarantined::analysis, Quarantined::reason)
        .containsExactly(tuple("killer", Analysis.EDGES, "exit code 134"));

    assertThat(master.clear("kill").done()).isTrue();
    assertThat(cleared).containsExactly("killer");
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
        master(Set.of(new Entry("killer", Analysis.EDGES), new Entry("other", Analysis.FACES)));
    assertThat(later.clear("").done()).isTrue();
    assertThat(cleared).containsExactly("killer", "other");
    ScriptedSlave slave = later.slave("a", 1);
    later.submit("killer", Analysis.EDGES);
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void nothingIsClearedWhenNoImageFitsOrSeveralOrTheStoreIsBusy() {
    ManualMaster later =
        master(Set.of(new Entry("aa", Analysis.EDGES), new Entry("ab", Analysis.EDGES)));
    assertThat(later.clear("x").found()).isEmpty();
    assertThat(later.clear("a").found()).hasSize(2);
    assertThat(later.clear("a").done()).isFalse();
    assertThat(cleared).isEmpty();
    busy = true;
    assertThat(later.clear("aa").done()).isFalse();
    assertThat(later.quarantined()).hasSize(2);
  }

  @Test
  void anImageThatIsSentAgainAfterADeathIsASuspectAtOnce() {
    ScriptedSlave first = master.slave("a", 1);
    TaskIntake.Ticket ticket = master.submit("killer", Analysis.EDGES);
    master.start(first, first.assigned().get(0));
    ticket.cancel();
    master.lose(first);
    die("b", "killer", Analysis.EDGES);
    assertThat(master.slave("c", 1).confined()).hasSize(1);
  }

  @Test
  void whatSlavesHaveInHandWhenTheMasterEndsIsNotSuspectedOfTheirLoss() {
    ScriptedSlave first = master.slave("a", 1);
    ScriptedSlave second = master.slave("b", 1);
    TaskIntake.Ticket ticket = master.submit("innocent", Analysis.EDGES, Analysis.FACES);
    master.start(first, first.assigned().get(0));
    master.start(second, second.assigned().get(0));
    ticket.cancel();
    master.dispatcher.end();
    master.lose(first);
    master.lose(second);
    assertThat(kept).isEmpty();
  }

  @Test
  void aCopyOfAPoisonousImageIsNotTriedAThirdTime() {
    ScriptedSlave first = master.slave("a", 2);
    master.submit("killer", Analysis.EDGES);
    master.submit("killer", Analysis.EDGES);
    first.assigned().forEach(first::starts);
    master.lose(first);
    ScriptedSlave second = master.slave("b", 2);
    assertThat(second.assigned()).hasSize(1);
    master.start(second, second.assigned().get(0));
    ScriptedSlave third = master.slave("c", 2);
    assertThat(third.assigned()).isEmpty();
    master.lose(second);
    assertThat(third.confined()).as("one of the two").hasSize(1);
    childDies(third);
    assertThat(master.replies).hasSize(2);
    assertThat(third.assigned()).isEmpty();
    assertThat(third.confined()).hasSize(1);
  }

  @Test
  void theOtherAnalysesOfAnImageThatNothingCouldDecodeArePoisonToo() {
    ScriptedSlave first = master.slave("a", 1);
    master.submit("killer", Analysis.EDGES, Analysis.FACES);
    master.start(first, first.assigned().get(0));
    master.lose(first);
    ScriptedSlave second = master.slave("b", 3);
    assertThat(second.assigned()).as("alone").hasSize(1);
    master.start(second, second.assigned().get(0));
    master.lose(second);
    childDies(master.slave("c", 3));
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(master.outcome("killer", Analysis.FACES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void anInnocentThatSharedBothSlavesWithAKillerIsConfinedAndFreed() {
    ScriptedSlave silent = master.slave("a", 2);
    master.submit("killer", Analysis.EDGES);
    master.submit("innocent", Analysis.EDGES);
    List<AssignUnit> given = List.copyOf(silent.assigned());
    given.forEach(silent::starts);
    master.silence(silent, Duration.ofSeconds(2));
    ScriptedSlave second = master.slave("b", 2);
    second.assigned().forEach(second::starts);
    assertThat(second.assigned()).hasSize(2);
    master.lose(second);
    master.lose(silent);
    assertThat(master.replies).as("both could have killed both").isEmpty();

    ScriptedSlave third = master.slave("c", 2);
    childDies(third);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    master.finish(third, third.confined().get(1));
    assertThat(master.outcome("innocent", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  @Test
  void anImageIsAtTwoSlavesUntilItHasShownThatItCanBeDecoded() {
    List<ScriptedSlave> slaves =
        List.of(master.slave("a", 1), master.slave("b", 1), master.slave("c", 1));
    master.submit("unknown", Images.ALL.toArray(Analysis[]::new));
    List<ScriptedSlave> at = slaves.stream().filter(s -> !s.assigned().isEmpty()).toList();
    assertThat(at).hasSize(2);
    master.finish(at.get(0), at.get(0).assigned().get(0));
    master.submit("next", Images.ALL.toArray(Analysis[]::new));
    assertThat(slaves).allSatisfy(slave -> assertThat(slave.assigned()).isNotEmpty());
  }

  @Test
  void anImageThatKillsTwoSlavesByItsDecodingIsPoisonThoughOtherAnalysesRanThere() {
    ScriptedSlave first = master.slave("a", 1);
    ScriptedSlave second = master.slave("b", 1);
    master.submit("killer", Analysis.EDGES, Analysis.FACES);
    master.start(first, first.assigned().get(0));
    master.start(second, second.assigned().get(0));
    ScriptedSlave third = master.slave("c", 2);
    master.lose(first);
    master.lose(second);
    assertThat(third.assigned()).isEmpty();
    childDies(third);
    assertThat(third.confined()).hasSize(1);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(master.outcome("killer", Analysis.FACES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void copiesOfAnImageAreAtTwoSlavesTogetherUntilOneHasAResult() {
    List<ScriptedSlave> slaves =
        List.of(master.slave("a", 1), master.slave("b", 1), master.slave("c", 1));
    master.submit("copied", Analysis.EDGES);
    master.submit("copied", Analysis.EDGES);
    master.submit("copied", Analysis.EDGES);
    List<ScriptedSlave> at = slaves.stream().filter(s -> !s.assigned().isEmpty()).toList();
    assertThat(at).hasSize(2);
    master.finish(at.get(0), at.get(0).assigned().get(0));
    master.submit("copied", Analysis.EDGES);
    master.submit("copied", Analysis.EDGES);
    assertThat(slaves).allSatisfy(slave -> assertThat(slave.assigned()).isNotEmpty());
  }

  @Test
  void twoSlavesHaveNoTwoImagesInCommonThatNothingHasDecoded() {
    ScriptedSlave edges = master.slave("a", 3, Analysis.EDGES);
    ScriptedSlave faces = master.slave("b", 3, Analysis.FACES);
    List<String> images = List.of("one", "two", "three");
    images.forEach(image -> master.submit(image, Analysis.EDGES, Analysis.FACES));
    assertThat(inCommon(edges, faces)).containsExactly(1L);

    master.finish(faces, faces.assigned().get(0));
    assertThat(inCommon(edges, faces)).as("one is harmless").hasSize(2);
  }

  private static Set<Long> inCommon(ScriptedSlave one, ScriptedSlave other) {
    Set<Long> tasks = one.assigned().stream().map(AssignUnit::task).collect(Collectors.toSet());
    tasks.retainAll(other.assigned().stream().map(AssignUnit::task).toList());
    return tasks;
  }

  @Test
  void aUnitIsInHandOfTwoSlavesAtMost() {
    ScriptedSlave first = master.slave("a", 1);
    ScriptedSlave second = master.slave("b", 1);
    ScriptedSlave third = master.slave("c", 1);
    master.submit("stuck", Analysis.EDGES);
    master.pass(Duration.ofSeconds(25));
    assertThat(first.assigned().size() + second.assigned().size() + third.assigned().size())
        .isEqualTo(2);
    master.pass(Duration.ofSeconds(5));
    assertThat(master.outcome("stuck", Analysis.EDGES)).isEqualTo(Outcome.TIMEOUT);
  }

  /** Submits the image unless it runs. A slave joins, starts a unit of the image, and dies. */
  private void die(String name, String hash, Analysis analysis) {
    if (master.status().tasks().running() == 0) {
      master.submit(hash, analysis);
    }
    ScriptedSlave slave = master.slave(name, 1, Images.ALL_AND_GRADE);
    master.start(slave, slave.assigned().get(0));
    master.lose(slave);
  }

  private ManualMaster master(Set<Entry> before) {
    return new ManualMaster(
        MasterDefaults.DISPATCH,
        new QuarantineStore() {
          @Override
          public List<Quarantined> entries() {
            return before.stream()
                .map(e -> new Quarantined(e.sha256(), e.analysis(), Instant.EPOCH, "exit code 139"))
                .toList();
          }

          @Override
          public boolean clear(Set<String> images) {
            cleared.addAll(images);
            return !busy;
          }

          @Override
          public Optional<String> keep(Poisoning poisoning) {
            kept.add(poisoning);
            return Optional.of("somewhere");
          }

          @Override
          public void close() {}
        });
  }
}
