package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.common.port.ConnectionLimit.Permit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private static final int ALL = 6;
  private static final int PER_ADDRESS = 4;

  private long now;
  private ConnectionLimit limit =
      new ConnectionLimit(ALL, PER_ADDRESS, GivesWay.TO_FEWER, () -> now);
  private final List<String> evicted = new ArrayList<>();

  private Optional<Permit> connect(String address, String name) throws UnknownHostException {
    now++;
    return limit.acquire(InetAddress.getByName(address), () -> evicted.add(name));
  }

  private List<Permit> connect(String address, int count) throws UnknownHostException {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(connect(address, address + "#" + i).orElseThrow());
    }
    return permits;
  }

  @Test
  void anAddressGetsItsConnectionsAndNoMore() throws Exception {
    List<Permit> all = connect("10.0.0.1", PER_ADDRESS);
    assertThat(connect("10.0.0.1", "one more")).isEmpty();
    assertThat(connect("10.0.0.2", "another")).isPresent();

    all.get(0).release();
    assertThat(connect("10.0.0.1", "again")).isPresent();
    assertThat(evicted).isEmpty();
  }

  @Test
  void whenThePortIsFullTheQuietestOfTheLargestAddressIsEvicted() throws Exception {
    List<Permit> idle = connect("10.0.0.1", PER_ADDRESS);
    connect("10.0.0.2", ALL - PER_ADDRESS);
    now++;
    idle.get(0).received();
    idle.get(1).working(true);

    assertThat(connect("10.0.0.3", "client")).isPresent();
    assertThat(evicted).containsExactly("10.0.0.1#2");
    assertThat(limit.admitted()).isEqualTo(ALL);
    assertThat(limit.refusals()).isEqualTo(1);
  }

  @Test
  void nobodyIsEvictedForAnAddressThatHasAsMany() throws Exception {
    connect("10.0.0.1", ALL / 2);
    connect("10.0.0.2", ALL / 2);
    connect("10.0.0.3", ALL / 2 - 1);
    assertThat(connect("10.0.0.3", "one more")).isEmpty();
    assertThat(evicted).hasSize(ALL / 2 - 1);
  }

  @Test
  void nobodyWhoseConnectionIsAtWorkIsEvicted() throws Exception {
    connect("10.0.0.1", PER_ADDRESS).forEach(permit -> permit.working(true));
    connect("10.0.0.2", ALL - PER_ADDRESS).forEach(permit -> permit.working(true));
    assertThat(connect("10.0.0.3", "client")).isEmpty();
  }

  @Test
  void thePermitOfAnEvictedConnectionCountsOnce() throws Exception {
    List<Permit> idle = connect("10.0.0.1", PER_ADDRESS);
    idle.addAll(connect("10.0.0.2", ALL - PER_ADDRESS));
    connect("10.0.0.3", 1);
    idle.get(0).release();
    idle.forEach(permit -> permit.working(true));
    assertThat(connect("10.0.0.4", "client")).isEmpty();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() throws Exception {
    for (int i = 1; i <= PER_ADDRESS; i++) {
      connect("2001:db8:0:1::" + i, 1);
    }
    assertThat(connect("2001:db8:0:1::99", "one more")).isEmpty();
    assertThat(connect("2001:db8:0:2::1", "another")).isPresent();
  }

  @Test
  void whereAllNewcomersGetInTheQuietestOfTheirOwnAddressMayGiveWay() throws Exception {
    limit = new ConnectionLimit(ALL, PER_ADDRESS, GivesWay.TO_ALL, () -> now);
    List<Permit> half = connect("10.0.0.1", PER_ADDRESS);
    half.get(0).received();
    assertThat(connect("10.0.0.1", "one more")).isPresent();
    assertThat(evicted).containsExactly("10.0.0.1#1");
    connect("10.0.0.2", ALL - PER_ADDRESS);
    connect("10.0.0.2", 1);
    assertThat(evicted).containsExactly("10.0.0.1#1", "10.0.0.1#2");
    assertThat(limit.admitted()).isEqualTo(ALL);
  }

  @Test
  void whereAllNewcomersGetInManyAddressesWithOneConnectionEachKeepNobodyOut() throws Exception {
    limit = new ConnectionLimit(ALL, ALL, GivesWay.TO_ALL, () -> now);
    for (int i = 1; i <= ALL; i++) {
      connect("10.0.0." + i, 1);
    }
    connect("10.0.1.1", 2);
    connect("10.0.1.2", 1);
    assertThat(evicted)
        .as("the oldest of all, then that of the address with the most, then the oldest again")
        .containsExactly("10.0.0.1#0", "10.0.1.1#0", "10.0.0.2#0");
  }

  @Test
  void whereAllNewcomersGetInAnAddressWithManyCostsOneWithFewNothing() throws Exception {
    limit = new ConnectionLimit(ALL, ALL, GivesWay.TO_ALL, () -> now);
    connect("10.0.0.2", 1);
    connect("10.0.0.1", ALL - 1).forEach(permit -> permit.working(true));
    assertThat(connect("10.0.0.1", "one more")).isEmpty();
    assertThat(evicted).isEmpty();
  }
}
