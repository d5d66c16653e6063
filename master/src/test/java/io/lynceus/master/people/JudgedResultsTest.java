package io.lynceus.master.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.FloatVector;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.scene.people.JudgingRules;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JudgedResultsTest {
  private static final String MODEL = "made:1@01234567";
  private static final RemoteSlave SLAVE = new NoSlave();
  private static final SlaveHeartbeat HEARTBEAT = new SlaveHeartbeat(1, 2, MemoryUse.NONE);

  @TempDir private Path folder;

  private final Heard heard = new Heard();

  /** What dispatch is told, in order. */
  private static final class Heard implements SlaveEvents {
    final List<Object> all = new CopyOnWriteArrayList<>();

    @Override
    public void joined(RemoteSlave slave, Register registration) {
      all.add(registration);
    }

    @Override
    public void received(RemoteSlave slave, SlaveMessage message) {
      all.add(message);
    }

    @Override
    public void lost(RemoteSlave slave, String reason) {
      all.add(reason);
    }
  }

  private static final class NoSlave implements RemoteSlave {
    @Override
    public String address() {
      return "nowhere";
    }

    @Override
    public void send(MasterMessage message) {}

    @Override
    public void sendImage(long task, ImageHeader header, ByteBuffer bytes) {}

    @Override
    public void sendNetwork(NetworkAnnounced network, ByteBuffer file) {}

    @Override
    public void close(String reason) {}
  }

  private static AnalysisDescriptor descriptor() {
    return new AnalysisDescriptor(
        SeenFace.ANALYSIS,
        "made",
        EnumSet.of(FindingsKind.DETECTIONS, FindingsKind.VECTORS),
        new TreeSet<>(),
        List.of(),
        List.of());
  }

  private static Register registration() {
    return new Register(
        "s",
        1,
        "1",
        1,
        Processors.of(1),
        List.of(AnalysisDescriptor.FACES, descriptor()),
        networks());
  }

  private static HasNetworks networks() {
    return new HasNetworks(
        List.of(
            new NetworkOffer(
                SeenFace.ANALYSIS,
                new NetworkId("made", "1"),
                "0".repeat(64),
                new Vocabulary(List.of(), List.of()),
                true)),
        true);
  }

  private static SeenFace face(float height, float... vector) {
    return new SeenFace(
        Detection.pointed(0.9f, new Box(0, 0, 60, height), List.of()),
        new FaceQuality(height, 300, 0, 120, false),
        Optional.of(new FloatVector(vector)));
  }

  private static UnitDone done(Findings findings) {
    return new UnitDone(7, findings, new UnitTiming(Duration.ZERO, Duration.ofMillis(3)));
  }

  private PeopleDesk desk() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "ab".repeat(32));
    PeopleDesk desk =
        PeopleDesk.open(
            new PeopleConfig(
                "to test", Duration.ofDays(2), key, folder.resolve("people"), JudgingRules.DEFAULT),
            InstantSource.system(),
            (kind, facts) -> {});
    desk.add("ann", "", "", Optional.empty(), Map.of()).join();
    desk.enrol(
            "ann",
            desk.find("ann").person().id(),
            List.of(face(90, 0.6f, 0.8f)),
            MODEL,
            "",
            Map.of())
        .join();
    return desk;
  }

  @Test
  void withoutPeopleTheMasterKnowsNoSuchAnalysis() {
    try (JudgedResults judged = new JudgedResults(heard, Optional.empty())) {
      judged.joined(SLAVE, registration());
      judged.received(SLAVE, networks());
      judged.lost(SLAVE, "gone");
    }

    Register told = (Register) heard.all.get(0);
    assertThat(told.analyses()).containsExactly(AnalysisDescriptor.FACES);
    assertThat(told.networks()).isEqualTo(new HasNetworks(List.of(), true));
    assertThat(heard.all.subList(1, 3)).containsExactly(new HasNetworks(List.of(), true), "gone");
  }

  @Test
  void facesAreNamedAndWhatTheSlaveSaysThenWaitsForThat() throws Exception {
    try (PeopleDesk desk = desk();
        JudgedResults judged = new JudgedResults(heard, Optional.of(desk))) {
      Findings findings =
          SeenFace.toFindings(MODEL, List.of(face(90, 0.6f, 0.8f), face(39, 0.6f, 0.8f)));
      judged.joined(SLAVE, registration());
      for (int i = 0; i < 50; i++) {
        judged.received(SLAVE, done(findings));
      }
      judged.received(SLAVE, HEARTBEAT);
      judged.lost(SLAVE, "gone");
      await().until(() -> heard.all.size() == 53);

      assertThat(heard.all.get(0)).isEqualTo(registration());
      assertThat(heard.all.subList(51, 53)).containsExactly(HEARTBEAT, "gone");
      Findings told = ((UnitDone) heard.all.get(1)).findings();
      assertThat(told.boxes())
          .extracting(box -> box.marks().person().orElseThrow().decision().key())
          .containsExactly("known", "too_small");
      assertThat(told.boxes().get(0).marks().person().orElseThrow().name()).contains("ann");
      assertThat(told.vectors()).isEqualTo(findings.vectors());
    }
  }

  @Test
  void otherResultsPassAtOnce() throws Exception {
    try (PeopleDesk desk = desk();
        JudgedResults judged = new JudgedResults(heard, Optional.of(desk))) {
      UnitDone boxes = done(Findings.ofDetections("m", List.of(face(90, 1).face())));
      UnitDone none = done(SeenFace.toFindings(MODEL, List.of()));
      judged.received(SLAVE, boxes);
      judged.received(SLAVE, none);
      judged.received(SLAVE, HEARTBEAT);

      assertThat(heard.all).containsExactly(boxes, none, HEARTBEAT);
    }
  }
}
