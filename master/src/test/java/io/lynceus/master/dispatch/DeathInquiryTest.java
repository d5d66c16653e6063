package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeathInquiryTest {
  private final RecordedQuarantine store = new RecordedQuarantine();
  private final List<Poisoning> kept = store.kept;
  private final ManualMaster master = new ManualMaster(MasterDefaults.DISPATCH, store);
  private final List<ScriptedSlave> failed = new ArrayList<>();

  @Test
  void whatKillsTwoSlavesAndAChildIsKeptWithItsEvidenceAndRefusedAtOnce() {
    master.die("a", "killer", Analysis.EDGES);
    master.die("b", "killer", Analysis.EDGES);
    assertThat(master.replies).as("two deaths are no proof").isEmpty();
    ScriptedSlave third = master.slave("c", 3);
    master.childDies(third);
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
    master.die("a", "innocent", Analysis.EDGES);
    master.die("b", "innocent", Analysis.EDGES);
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
    master.die("a", "innocent", Analysis.EDGES);
    master.die("b", "innocent", Analysis.EDGES);
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
    master.die("a", "unlucky", Analysis.EDGES);
    master.die("b", "unlucky", Analysis.EDGES);
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
    master.die("b", "killer", Images.GRADE);
    master.childDies(master.slave("c", 1, Images.ALL_AND_GRADE));
    assertThat(master.outcome("killer", Images.GRADE)).isEqualTo(Outcome.POISON);
    assertThat(kept.get(0).entry().analysis()).isEqualTo(Images.GRADE);
  }

  @Test
  void anImageThatIsSentAgainAfterADeathIsASuspectAtOnce() {
    ScriptedSlave first = master.slave("a", 1);
    TaskIntake.Ticket ticket = master.submit("killer", Analysis.EDGES);
    master.start(first, first.assigned().get(0));
    ticket.cancel();
    master.lose(first);
    master.die("b", "killer", Analysis.EDGES);
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
    master.childDies(third);
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
    master.childDies(master.slave("c", 3));
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
    master.childDies(third);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    master.finish(third, third.confined().get(1));
    assertThat(master.outcome("innocent", Analysis.EDGES)).isEqualTo(Outcome.OK);
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
    master.childDies(third);
    assertThat(third.confined()).hasSize(1);
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
    assertThat(master.outcome("killer", Analysis.FACES)).isEqualTo(Outcome.POISON);
  }
}
