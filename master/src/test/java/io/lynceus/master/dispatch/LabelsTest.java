package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.ClusterLabels.Network;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slaves whose networks know different labels, and labels that none of them knows. */
class LabelsTest {
  private static final List<String> STREET = List.of("person", "car", "cell phone");
  private static final List<String> YARD = List.of("Person", "forklift");
  private static final Duration GRACE = MasterDefaults.DISPATCH.retries().noSlaveGrace();

  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void aLabelThatNoNetworkKnowsIsRefusedAndTheNearestIsNamed() {
    slave("street", STREET);
    ask("hash", "people");
    assertThat(reply().rejection().orElseThrow().code()).isEqualTo(RejectionCode.BAD_COMMAND);
    assertThat(reply().rejection().orElseThrow().message())
        .contains("'people': did you mean person?")
        .contains("/v1/labels");
  }

  @Test
  void anImageGoesToASlaveWhoseNetworkKnowsItsLabels() {
    ScriptedSlave street = slave("street", STREET);
    ScriptedSlave yard = slave("yard", YARD);
    ask("first", "forklift");
    ask("second", "car");
    assertThat(yard.assigned()).hasSize(1);
    assertThat(street.assigned()).hasSize(1);
    master.finish(yard, yard.assigned(Analysis.OBJECTS));
    assertThat(reply().counts()).isEqualTo(Map.of("forklift", Optional.of(0)));
  }

  @Test
  void aLabelIsAskedForAndCountedAsTheNetworkSpellsIt() {
    ScriptedSlave yard = slave("yard", YARD);
    ask("hash", "PERSON,Fork-Lift");
    assertThat(yard.assigned(Analysis.OBJECTS).question().options().list("labels"))
        .containsExactly("Person", "forklift");
    master.finish(yard, yard.assigned(Analysis.OBJECTS));
    assertThat(reply().status()).isEqualTo(Status.COMPLETE);
    assertThat(reply().counts())
        .containsExactly(
            Map.entry("Person", Optional.of(0)), Map.entry("forklift", Optional.of(0)));
  }

  @Test
  void labelsThatNoSingleNetworkKnowsAreRefusedTogether() {
    slave("street", STREET);
    slave("yard", YARD);
    ask("hash", "car,forklift");
    assertThat(reply().rejection().orElseThrow().message()).contains("ask for them one by one");
    ask("person", "person");
    assertThat(master.replies).as("both know it").hasSize(1);
  }

  @Test
  void withoutTheSlaveThatKnowsALabelTheCountIsUnknownAndNeverZero() {
    ScriptedSlave yard = slave("yard", YARD);
    master.lose(yard);
    ScriptedSlave street = slave("street", STREET);
    ask("hash", "forklift");
    master.pass(GRACE.plusMillis(100));
    assertThat(street.assigned()).isEmpty();
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.NO_SLAVE);
    assertThat(reply().counts()).isEqualTo(Map.of("forklift", Optional.empty()));
  }

  @Test
  void anImageThatCameBeforeTheFirstSlaveWaitsForOneThatKnowsItsLabels() {
    ask("hash", "Forklift");
    ScriptedSlave street = slave("street", STREET);
    assertThat(street.assigned()).isEmpty();
    ScriptedSlave yard = slave("yard", YARD);
    master.finish(yard, yard.assigned(Analysis.OBJECTS));
    assertThat(reply().counts()).isEqualTo(Map.of("forklift", Optional.of(0)));
  }

  @Test
  void anImageThatCameBeforeTheFirstSlaveIsToldWhichLabelNobodyKnows() {
    ask("hash", "people");
    ScriptedSlave street = slave("street", STREET);
    master.pass(GRACE.plusMillis(100));
    assertThat(street.assigned()).isEmpty();
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.NO_SLAVE);
    assertThat(master.message("hash", Analysis.OBJECTS)).contains("did you mean person?");
    assertThat(reply().counts()).isEqualTo(Map.of("people", Optional.empty()));
  }

  @Test
  void anImageWhoseLabelsOnlyABusySlaveKnowsBlocksNoOthers() {
    ScriptedSlave street = slave("street", STREET);
    slave("yard", YARD);
    int most = 2 * 32; // twice as many as are passed over before a search ends
    for (int i = 0; i < most; i++) {
      ask("forklift" + i, "forklift");
    }
    ask("car", "car");
    assertThat(street.assigned()).hasSize(1);
  }

  @Test
  void anAnalysisThatNobodyHasNamesTheNearest() {
    slave("street", STREET);
    master.submit("hash", new Analysis("fases"));
    master.pass(GRACE.plusMillis(100));
    assertThat(master.message("hash", new Analysis("fases"))).contains("did you mean faces?");
  }

  @Test
  void theLabelsAreToldByNetworkWithTheSlavesThatKnowThem() {
    ScriptedSlave lost = slave("lost", List.of("cow"));
    master.lose(lost);
    slave("a", STREET);
    slave("b", STREET);
    slave("c", YARD);
    assertThat(master.labels().networks())
        .containsExactly(
            new Network(Analysis.OBJECTS, List.of("cow"), List.of()),
            new Network(Analysis.OBJECTS, STREET, List.of("a", "b")),
            new Network(Analysis.OBJECTS, YARD, List.of("c")));
  }

  private ScriptedSlave slave(String name, List<String> labels) {
    return master.slave(
        new Register(
            name, name.hashCode(), "1", 1, List.of(AnalysisDescriptor.OBJECTS.withLabels(labels))));
  }

  private void ask(String hash, String labels) {
    TaskRequest plain = Images.request(hash, Set.of(Analysis.OBJECTS));
    master.submit(Images.asking(plain, plain.ask().withOption("labels", labels)));
  }

  private Reply reply() {
    assertThat(master.replies).hasSize(1);
    return master.replies.get(0);
  }
}
