package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An analysis that needs the findings of another, as a plug-in's may. */
class NeedsTest {
  private static final Analysis GRADE = Images.GRADE;

  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void whatIsNeededRunsFirstAndItsFindingsComeWithTheUnit() {
    ScriptedSlave slave = master.slave("a", 3, Analysis.FACES, GRADE);
    master.submit("hash", GRADE);
    assertThat(slave.assigned()).extracting(AssignUnit::analysis).containsExactly(Analysis.FACES);

    master.finish(slave, slave.assigned(Analysis.FACES));
    AssignUnit unit = slave.assigned(GRADE);
    assertThat(unit.question().needs())
        .isEqualTo(Map.of(Analysis.FACES, Images.findings(Analysis.FACES)));

    master.finish(slave, unit);
    Reply reply = master.replies.get(0);
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.analyses()).as("only what was asked for").containsOnlyKeys(GRADE);
    assertThat(reply.timing().orElseThrow().units()).containsOnlyKeys(GRADE);
  }

  @Test
  void cornersThatTheClientOnlyCountsComeWhole() {
    Analysis sharp = new Analysis("sharp");
    ScriptedSlave slave =
        master.slave(
            new Register(
                "a",
                1,
                "1",
                3,
                List.of(AnalysisDescriptor.CORNERS, Images.plugged(sharp, Analysis.CORNERS))));
    TaskRequest plain = Images.request("hash", Set.of(sharp, Analysis.CORNERS));
    master.submit(Images.asking(plain, plain.ask().withOption("corners", "count")));
    master.finish(slave, slave.assigned(Analysis.CORNERS));
    assertThat(slave.assigned(sharp).question().needs())
        .isEqualTo(Map.of(Analysis.CORNERS, Images.findings(Analysis.CORNERS)));

    master.finish(slave, slave.assigned(sharp));
    assertThat(master.replies.get(0).analyses().get(Analysis.CORNERS).findings())
        .contains(Findings.NONE.withNumber("count", 0));
  }

  @Test
  void whatIsAskedForAndNeededRunsOnce() {
    ScriptedSlave slave = master.slave("a", 3, Analysis.FACES, GRADE);
    master.submit("hash", GRADE, Analysis.FACES);
    master.finish(slave, slave.assigned(Analysis.FACES));
    master.finish(slave, slave.assigned(GRADE));
    assertThat(slave.assigned()).hasSize(2);
    assertThat(master.replies.get(0).analyses()).containsOnlyKeys(Analysis.FACES, GRADE);
  }

  @Test
  void differentSlavesMayHaveThem() {
    ScriptedSlave grades = master.slave("grades", 1, GRADE);
    ScriptedSlave faces = master.slave("faces", 1, Analysis.FACES);
    master.submit("hash", GRADE);
    assertThat(grades.assigned()).isEmpty();
    master.finish(faces, faces.assigned(Analysis.FACES));
    master.finish(grades, grades.assigned(GRADE));
    assertThat(master.outcome("hash", GRADE)).isEqualTo(Outcome.OK);
  }

  @Test
  void anImageThatCameBeforeTheFirstSlaveWithItsAnalysisGetsWhatThatNeeds() {
    master.submit("hash", GRADE, Analysis.EDGES);
    ScriptedSlave edges = master.slave("edges", 1, Analysis.EDGES);
    ScriptedSlave grades = master.slave("grades", 1, GRADE);
    assertThat(grades.assigned()).isEmpty();
    ScriptedSlave faces = master.slave("faces", 1, Analysis.FACES);
    master.finish(edges, edges.assigned(Analysis.EDGES));
    master.finish(faces, faces.assigned(Analysis.FACES));
    AssignUnit unit = grades.assigned(GRADE);
    assertThat(unit.question().needs()).containsOnlyKeys(Analysis.FACES);
    master.finish(grades, unit);
    assertThat(master.replies.get(0).status()).isEqualTo(Status.COMPLETE);
    assertThat(master.replies.get(0).analyses()).containsOnlyKeys(Analysis.EDGES, GRADE);
  }

  @Test
  void whatAnAnalysisNeedsMayHaveEndedBeforeItsFirstSlaveJoins() {
    ScriptedSlave faces = master.slave("faces", 1, Analysis.FACES);
    master.submit("found", GRADE, Analysis.FACES);
    master.finish(faces, faces.assigned(Analysis.FACES));
    master.submit("unfound", GRADE, Analysis.FACES);
    for (int i = 0; i < MasterDefaults.DISPATCH.retries().attempts(); i++) {
      master.fail(faces, faces.assigned(Analysis.FACES), FailureReason.ANALYSIS_FAILED);
      master.pass(Duration.ofMillis(50));
    }
    assertThat(master.replies).as("wait for a slave with the other").isEmpty();

    ScriptedSlave grades = master.slave("grades", 2, GRADE);
    master.finish(grades, grades.assigned(GRADE));
    assertThat(master.outcome("found", GRADE)).isEqualTo(Outcome.OK);
    assertThat(master.message("unfound", GRADE)).startsWith("needs faces, which has no result");
    assertThat(grades.assigned()).hasSize(1);
  }

  @Test
  void withoutWhatItNeedsAnAnalysisHasNoResultAndSaysWhy() {
    ScriptedSlave slave = master.slave("a", 3, Analysis.FACES, GRADE);
    master.submit("hash", GRADE);
    for (int i = 0; i < MasterDefaults.DISPATCH.retries().attempts(); i++) {
      slave.fails(slave.assigned(Analysis.FACES), FailureReason.ANALYSIS_FAILED);
      master.pass(Duration.ofMillis(50));
    }
    assertThat(slave.assigned()).extracting(AssignUnit::analysis).doesNotContain(GRADE);
    assertThat(master.replies.get(0).analyses())
        .isEqualTo(
            Map.of(
                GRADE,
                UnitReply.without(Outcome.FAILED, "needs faces, which has no result: because")));
  }

  @Test
  void anImageThatNobodyCanReadIsCorruptAlsoForTheAnalysisThatWaited() {
    ScriptedSlave slave = master.slave("a", 3, Analysis.FACES, GRADE);
    master.submit("hash", GRADE);
    slave.fails(slave.assigned(Analysis.FACES), FailureReason.UNREADABLE_IMAGE);
    master.pass(Duration.ofMillis(50));
    assertThat(master.replies.get(0).status()).isEqualTo(Status.REJECTED);
  }

  @Test
  void aSlaveWhoseAnalysesNeedEachOtherInACircleIsNotTaken() {
    Analysis other = new Analysis("other");
    ScriptedSlave bad = new ScriptedSlave("bad", master.dispatcher);
    master.dispatcher.joined(
        bad,
        new Register(
            "bad", 7, "1", 1, List.of(Images.plugged(GRADE, other), Images.plugged(other, GRADE))));
    ScriptedSlave good = master.slave("good", 1);
    assertThat(bad.closed).isTrue();
    master.submit("hash", Analysis.EDGES);
    assertThat(good.assigned()).hasSize(1);
    assertThat(master.status().slaves()).hasSize(1);
  }
}
