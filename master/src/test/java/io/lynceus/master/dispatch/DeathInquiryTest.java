package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeathInquiryTest {
  private final List<Poisoning> kept = new ArrayList<>();
  private final ManualMaster master = master(Set.of());

  @Test
  void whatKillsTwoSlavesIsKeptWithTheirNamesAndRefusedAtOnce() {
    die("a", "killer", Analysis.EDGES);
    die("b", "killer", Analysis.EDGES);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).entry()).isEqualTo(new Entry("killer", Analysis.EDGES));
    assertThat(kept.get(0).slaves()).containsExactly("a (a) Lynceus 1", "b (b) Lynceus 1");

    ScriptedSlave third = master.slave("c", 3);
    master.submit("killer", Analysis.EDGES);
    assertThat(master.replies).hasSize(2);
    assertThat(third.assigned()).isEmpty();
    assertThat(kept).hasSize(1);
  }

  @Test
  void anotherAnalysisOfAQuarantinedImageIsTried() {
    die("a", "killer", Analysis.EDGES);
    die("b", "killer", Analysis.EDGES);
    ScriptedSlave third = master.slave("c", 3);
    master.submit("killer", Analysis.EDGES, Analysis.FACES);
    assertThat(third.assigned()).extracting(AssignUnit::analysis).containsExactly(Analysis.FACES);
  }

  @Test
  void whatWasQuarantinedByAnEarlierMasterIsRefused() {
    ManualMaster later = master(Set.of(new Entry("killer", Analysis.EDGES)));
    later.slave("a", 1);
    later.submit("killer", Analysis.EDGES);
    assertThat(later.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void anImageThatIsSentAgainAfterADeathIsASuspectAtOnce() {
    ScriptedSlave first = master.slave("a", 1);
    TaskIntake.Ticket ticket = master.submit("killer", Analysis.EDGES);
    master.start(first, first.assigned().get(0));
    ticket.cancel();
    master.lose(first);
    die("b", "killer", Analysis.EDGES);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
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
    assertThat(master.replies).hasSize(2);
    assertThat(third.assigned()).isEmpty();
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
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(master.outcome("killer", Analysis.FACES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void anInnocentThatSharedBothSlavesWithAKillerRunsAloneAndIsFreed() {
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
    AssignUnit killer = third.assigned().get(0);
    master.start(third, killer);
    master.lose(third);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    ScriptedSlave fourth = master.slave("d", 2);
    master.finish(fourth, fourth.assigned().get(0));
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
    ScriptedSlave slave = master.slave(name, 1);
    master.start(slave, slave.assigned().get(0));
    master.lose(slave);
  }

  private ManualMaster master(Set<Entry> before) {
    return new ManualMaster(
        MasterDefaults.DISPATCH,
        new QuarantineStore() {
          @Override
          public Set<Entry> entries() {
            return before;
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
