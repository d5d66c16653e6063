package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.networks.OwnNetworks;
import io.lynceus.master.networks.OwnNetworks.OwnNetwork;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.ClusterLabels.Network;
import io.lynceus.model.Findings;
import io.lynceus.model.KnownNetworks;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that clients and the master choose, and those that slaves are handed. */
class NetworksTest {
  private static final Duration GRACE = MasterDefaults.DISPATCH.retries().noSlaveGrace();
  private static final NetworkOffer SHIPPED = network("shipped", "1", 'a').inUse();
  private static final NetworkOffer OLD = network("mine", "1.9", 'b').offer();
  private static final NetworkOffer NEW = network("mine", "1.10", 'c').offer();

  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @TempDir Path folder;

  private record Made(NetworkId id, String sha256) {
    NetworkOffer offer() {
      return made(false);
    }

    NetworkOffer inUse() {
      return made(true);
    }

    private NetworkOffer made(boolean inUse) {
      Vocabulary labels = new Vocabulary(List.of("person", id.name()), List.of());
      return new NetworkOffer(Analysis.OBJECTS, id, sha256, labels, inUse);
    }
  }

  private static Made network(String name, String version, char digit) {
    return new Made(new NetworkId(name, version), String.valueOf(digit).repeat(64));
  }

  @Test
  void aUnitNamesTheNetworkInUseWhereNobodyChoosesAnother() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD);
    ask("hash", "");
    assertThat(networkOf(slave)).isEqualTo("shipped:1@aaaaaaaa");
  }

  @Test
  void aNameMeansTheNewestVersionThatIsThereAndGoesOnlyToThoseThatHaveIt() {
    ScriptedSlave old = slave("old", SHIPPED, OLD);
    ScriptedSlave both = slave("new", SHIPPED, OLD, NEW);
    ask("first", "mine");
    ask("second", "mine:1.9");
    assertThat(networkOf(both)).isEqualTo("mine:1.10@cccccccc");
    assertThat(networkOf(old)).isEqualTo("mine:1.9@bbbbbbbb");
    master.lose(both);
    finish(old);
    assertThat(old.assigned()).as("the newest is gone").hasSize(2);
    assertThat(networkOf(old)).isEqualTo("mine:1.9@bbbbbbbb");
  }

  @Test
  void aNetworkThatNobodyHasIsNamed() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD);
    ask("hash", "other");
    master.pass(GRACE.plusMillis(100));
    assertThat(slave.assigned()).isEmpty();
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.NO_SLAVE);
    assertThat(master.message("hash", Analysis.OBJECTS))
        .contains("the network other for objects")
        .contains("there are: mine:1.9, shipped:1");
  }

  @Test
  void anImageWaitsForASlaveWithTheNetwork() {
    slave("s", SHIPPED);
    ask("hash", "mine");
    ScriptedSlave late = slave("late", SHIPPED, OLD);
    finish(late);
    assertThat(master.replies.get(0).analyses().get(Analysis.OBJECTS).outcome())
        .isEqualTo(Outcome.OK);
  }

  @Test
  void findingsOfAnotherNetworkAreNoResult() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD);
    ask("hash", "mine");
    finish(slave, "shipped:1@aaaaaaaa");
    assertThat(slave.closed).isTrue();
    assertThat(master.replies).isEmpty();
  }

  @Test
  void whatIsChosenInTheMidstOfWorkCountsForUnitsThatComeLater() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD);
    ask("first", "");
    slave.say(has(new Made(OLD.id(), OLD.sha256()).inUse(), network("shipped", "1", 'a').offer()));
    master.loop.runPosted();
    finish(slave, "shipped:1@aaaaaaaa");
    ask("second", "");
    assertThat(networkOf(slave)).isEqualTo("mine:1.9@bbbbbbbb");
    assertThat(slave.closed).isFalse();
  }

  @Test
  void theMastersChoiceCountsForAllAndQualityForThoseThatAskForIt() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD, NEW);
    NetworkChoice old = NetworkChoice.of("mine:1.9");
    master.dispatcher.have(
        new OwnNetworks(
            List.of(),
            new KnownNetworks.Choices(
                Map.of(Analysis.OBJECTS, old),
                Map.of("best", Map.of(Analysis.OBJECTS, NetworkChoice.of("mine")))),
            true));
    ask("first", "");
    assertThat(networkOf(slave)).isEqualTo("mine:1.9@bbbbbbbb");
    finish(slave);
    TaskRequest best = Images.request("best", Set.of(Analysis.OBJECTS));
    master.submit(Images.asking(best, best.ask().withOption("quality", "best")));
    assertThat(networkOf(slave)).isEqualTo("mine:1.10@cccccccc");
    finish(slave);
    ask("named", "shipped");
    assertThat(networkOf(slave)).isEqualTo("shipped:1@aaaaaaaa");
  }

  @Test
  void aSlaveIsHandedANetworkThatIsAskedForAndThatItLacks() throws IOException {
    master.dispatcher.have(own(NEW));
    ScriptedSlave slave = slave("s", SHIPPED);
    ask("hash", "mine");
    master.pass(Duration.ofMillis(100));
    NetworkAnnounced handed = slave.told(NetworkAnnounced.class).get(0);
    assertThat(handed.id()).isEqualTo(NEW.id());
    assertThat(handed.bytes()).isEqualTo(3);
    master.pass(GRACE.plusMillis(100));
    assertThat(master.replies).as("it waits while the network is on its way").isEmpty();
    assertThat(slave.told(NetworkAnnounced.class)).hasSize(1);

    slave.say(has(SHIPPED, NEW));
    slave.say(new NetworkTaken(handed.transfer(), ""));
    master.loop.runPosted();
    finish(slave);
    assertThat(master.replies).hasSize(1);
  }

  @Test
  void aNetworkThatASlaveDoesNotTakeIsNotHandedToItAgainAndTheReasonIsTold() throws IOException {
    master.dispatcher.have(own(NEW));
    ScriptedSlave slave = slave("s", SHIPPED);
    ask("hash", "mine");
    master.pass(Duration.ofMillis(100));
    long transfer = slave.told(NetworkAnnounced.class).get(0).transfer();
    slave.say(new NetworkTaken(transfer, "it loops"));
    master.loop.runPosted();
    master.pass(GRACE.plusMillis(100));
    assertThat(slave.told(NetworkAnnounced.class)).hasSize(1);
    assertThat(master.message("hash", Analysis.OBJECTS))
        .contains("no slave is connected that has the network mine:1.10")
        .endsWith("it loops");
  }

  @Test
  void theMastersChoiceIsHandedOverBeforeAnybodyAsks() throws IOException {
    OwnNetworks own = own(NEW);
    Map<Analysis, NetworkChoice> always = Map.of(Analysis.OBJECTS, NetworkChoice.of("mine"));
    ScriptedSlave slave = slave("s", SHIPPED);
    ScriptedSlave takesNone = slave("takes-none", new HasNetworks(List.of(SHIPPED), false));
    master.dispatcher.have(new OwnNetworks(own.networks(), own.choices().withAlways(always), true));
    master.pass(Duration.ofMillis(100));
    assertThat(slave.told(NetworkAnnounced.class)).hasSize(1);
    assertThat(takesNone.told(NetworkAnnounced.class)).isEmpty();
  }

  @Test
  void withoutDistributionNothingIsHandedOver() throws IOException {
    OwnNetworks own = own(NEW);
    master.dispatcher.have(new OwnNetworks(own.networks(), own.choices(), false));
    ScriptedSlave slave = slave("s", SHIPPED);
    ask("hash", "mine");
    master.pass(GRACE.plusMillis(100));
    assertThat(slave.told(NetworkAnnounced.class)).isEmpty();
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.NO_SLAVE);
  }

  @Test
  void allTilesOfAnImageAreLookedAtByOneNetwork() {
    ScriptedSlave a = slave("a", SHIPPED, OLD);
    ScriptedSlave b = slave("b", new Made(OLD.id(), OLD.sha256()).inUse());
    TaskRequest plain = Images.request("hash", Set.of(Analysis.OBJECTS));
    master.submit(Images.asking(plain, plain.ask().withOption("tiles", "2")));
    Set<AssignUnit> answered = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      for (ScriptedSlave slave : List.of(a, b)) {
        slave.assigned().stream()
            .filter(answered::add)
            .forEach(
                unit -> finish(slave, unit, unit.question().network().orElseThrow().toString()));
      }
    }
    assertThat(master.replies).hasSize(1);
    assertThat(Stream.of(a, b).flatMap(slave -> slave.assigned().stream()))
        .hasSize(1 + 4)
        .extracting(unit -> unit.question().network())
        .containsOnly(answered.iterator().next().question().network());
  }

  @Test
  void labelsAreThoseOfTheNetworkThatIsAskedFor() {
    ScriptedSlave slave = slave("s", SHIPPED, OLD);
    TaskRequest plain = Images.request("hash", Set.of(Analysis.OBJECTS));
    master.submit(
        Images.asking(
            plain, plain.ask().withOption("objects", "mine").withOption("labels", "MINE")));
    finish(slave);
    assertThat(master.replies.get(0).counts()).isEqualTo(Map.of("mine", Optional.of(0)));
  }

  @Test
  void theNetworksAreToldWithTheSlavesThatHaveThem() {
    slave("a", SHIPPED, OLD);
    slave("b", SHIPPED);
    assertThat(master.labels().networks())
        .extracting(Network::name, Network::slaves)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                Optional.of("shipped:1@aaaaaaaa"), List.of("a", "b")),
            org.assertj.core.groups.Tuple.tuple(Optional.of("mine:1.9@bbbbbbbb"), List.of("a")));
  }

  private OwnNetworks own(NetworkOffer network) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
    return new OwnNetworks(
        List.of(new OwnNetwork(network, "kind = yolox", file, 3)),
        KnownNetworks.Choices.NONE,
        true);
  }

  private ScriptedSlave slave(String name, NetworkOffer... networks) {
    return slave(name, has(networks));
  }

  private ScriptedSlave slave(String name, HasNetworks networks) {
    return master.slave(
        new Register(
            name,
            name.hashCode(),
            "1",
            1,
            Processors.of(1),
            List.of(AnalysisDescriptor.OBJECTS),
            networks));
  }

  private static HasNetworks has(NetworkOffer... networks) {
    return new HasNetworks(Arrays.asList(networks), true);
  }

  private void ask(String hash, String network) {
    TaskRequest plain = Images.request(hash, Set.of(Analysis.OBJECTS));
    master.submit(Images.asking(plain, plain.ask().withOption("objects", network)));
  }

  private static String networkOf(ScriptedSlave slave) {
    return slave.assigned(Analysis.OBJECTS).question().network().orElseThrow().toString();
  }

  private void finish(ScriptedSlave slave) {
    finish(slave, networkOf(slave));
  }

  private void finish(ScriptedSlave slave, String model) {
    finish(slave, slave.assigned(Analysis.OBJECTS), model);
  }

  private void finish(ScriptedSlave slave, AssignUnit unit, String model) {
    slave.say(
        new UnitDone(
            unit.attempt(),
            Findings.ofDetections(model, List.of()),
            new UnitTiming(Duration.ZERO, Duration.ZERO)));
    master.loop.runPosted();
  }
}
