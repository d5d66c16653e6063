package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.slaves.SlaveConnectionLimit.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlaveConnectionLimitTest {
  private static final int SLAVES = 3;
  private static final int STRANGERS = 4;
  private static final String ATTACKER = "10.0.0.66";

  private long now;
  private final SlaveConnectionLimit limit =
      new SlaveConnectionLimit(
          new SlavesPortConfig.Limits(
              SLAVES, STRANGERS, Duration.ofSeconds(5), Duration.ofSeconds(5)),
          () -> now);
  private final List<String> evicted = new ArrayList<>();

  private Optional<Place> connect(String address, String name) throws UnknownHostException {
    now++;
    return limit.admit(InetAddress.getByName(address), () -> evicted.add(name));
  }

  private Place slave(String address) throws UnknownHostException {
    Place slave = connect(address, "slave").orElseThrow();
    assertThat(slave.authenticated()).isTrue();
    return slave;
  }

  private void attack(String address, int connections) throws UnknownHostException {
    for (int i = 0; i < connections; i++) {
      assertThat(connect(address, address)).isPresent();
    }
  }

  @Test
  void theOldestStrangerOfTheAddressWithTheMostGivesWayToANewSlave() throws Exception {
    connect("10.0.0.1", "slave on its way");
    connect(ATTACKER, "first");
    connect(ATTACKER, "second");
    connect(ATTACKER, "third");
    slave("10.0.0.2");
    assertThat(evicted).containsExactly("first");
    assertThat(limit.refusals()).isEqualTo(1);
  }

  @Test
  void strangersOfOneAddressGiveWayToEachOther() throws Exception {
    connect("10.0.0.1", "slave on its way");
    attack(ATTACKER, 1000);
    assertThat(evicted).hasSize(1000 - STRANGERS + 1).containsOnly(ATTACKER);
    assertThat(limit.connections()).isEqualTo(STRANGERS);
  }

  @Test
  void strangersOfManyAddressesKeepNoNewSlaveOut() throws Exception {
    for (int i = 0; i < 1000; i++) {
      attack("10.1." + i / 250 + "." + i % 250, 1);
    }
    evicted.clear();
    slave("10.0.0.1");
    assertThat(evicted).hasSize(1);
  }

  @Test
  void strangersElsewhereNeverCostAReturningSlaveItsPlace() throws Exception {
    slave("10.0.0.1").release();
    connect("10.0.0.1", "slave on its way");
    for (int i = 0; i < 1000; i++) {
      attack("10.1." + i / 250 + "." + i % 250, 1);
    }
    attack(ATTACKER, 1000);
    assertThat(evicted).isNotEmpty().doesNotContain("slave on its way");
  }

  @Test
  void strangersAtTheAddressOfASlaveKeepItOutNeither() throws Exception {
    slave("10.0.0.1").release();
    attack("10.0.0.1", 1000);
    slave("10.0.0.1");
  }

  @Test
  void ofAnAddressInTheSameNetworkNothingIsKnown() throws Exception {
    slave("2001:db8::1").release();
    connect("2001:db8::1", "slave on its way");
    attack("2001:db8::66", 1000);
    assertThat(evicted).doesNotContain("slave on its way");
  }

  @Test
  void strangersTakeNoSlavesPlace() throws Exception {
    attack(ATTACKER, 1000);
    for (int i = 1; i <= SLAVES; i++) {
      slave("10.0.0." + i);
    }
    assertThat(connect("10.0.0.9", "one more")).isEmpty();
  }

  @Test
  void slavesAreLimitedEvenIfAllAuthenticateAtOnce() throws Exception {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i <= SLAVES; i++) {
      places.add(connect("10.0.0." + i, "slave").orElseThrow());
    }
    for (int i = 0; i < SLAVES; i++) {
      assertThat(places.get(i).authenticated()).isTrue();
    }
    assertThat(places.get(SLAVES).authenticated()).isFalse();
    places.get(SLAVES).release();
    assertThat(limit.refusals()).isEqualTo(1);
    assertThat(limit.connections()).isEqualTo(SLAVES);

    places.get(0).release();
    places.get(0).release();
    assertThat(limit.connections()).isEqualTo(SLAVES - 1);
    slave("10.0.0.9");
  }

  @Test
  void theAddressesThatAreRememberedAreBounded() throws Exception {
    slave("10.0.0.1").release();
    for (int i = 0; i < 4 * SLAVES; i++) {
      slave("10.0.1." + i).release();
    }
    connect("10.0.0.1", "forgotten");
    attack(ATTACKER, 1);
    for (int i = 0; i < STRANGERS; i++) {
      attack("10.1.0." + i, 1);
    }
    assertThat(evicted).contains("forgotten");
  }
}
