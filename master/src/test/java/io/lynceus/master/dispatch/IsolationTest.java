package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many slaves an image may be at, of which nothing has shown that it is harmless. */
class IsolationTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

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
}
