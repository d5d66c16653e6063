package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ConnectionLimit.Permit;
import io.lynceus.model.Reply.Rejection;
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
  private final ConnectionLimit limit =
      new ConnectionLimit(new GatewayLimits(ALL, PER_ADDRESS, 1, 1, 1), () -> now);
  private final List<String> evicted = new ArrayList<>();
  private final List<Rejection> reasons = new ArrayList<>();

  private Optional<Permit> connect(String address, String name) throws UnknownHostException {
    now++;
    return limit.acquire(
        InetAddress.getByName(address),
        why -> {
          evicted.add(name);
          reasons.add(why);
        });
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
    idle.get(1).update(true, 0);

    assertThat(connect("10.0.0.3", "client")).isPresent();
    assertThat(evicted).containsExactly("10.0.0.1#2");
    assertThat(reasons).containsExactly(Refusals.EVICTED);
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
  void nobodyWithAnImageInAnalysisIsEvicted() throws Exception {
    for (Permit permit : connect("10.0.0.1", PER_ADDRESS)) {
      permit.update(true, 0);
    }
    connect("10.0.0.2", ALL - PER_ADDRESS).forEach(permit -> permit.update(true, 0));
    assertThat(connect("10.0.0.3", "client")).isEmpty();
  }

  @Test
  void thePermitOfAnEvictedConnectionCountsOnce() throws Exception {
    List<Permit> idle = connect("10.0.0.1", PER_ADDRESS);
    idle.addAll(connect("10.0.0.2", ALL - PER_ADDRESS));
    connect("10.0.0.3", 1);
    idle.get(0).release();
    idle.forEach(permit -> permit.update(true, 0));
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
  void whenMemoryIsShortTheClientWithTheMostUnreadIsEvictedOneAtATime() throws Exception {
    List<Permit> all = connect("10.0.0.1", 3);
    limit.evictSlowReader();
    all.get(0).update(false, ConnectionLimit.MIN_UNREAD_BYTES - 1);
    limit.evictSlowReader();
    assertThat(evicted).as("no client leaves much unread").isEmpty();

    all.get(1).update(true, ConnectionLimit.MIN_UNREAD_BYTES);
    all.get(2).update(true, ConnectionLimit.MIN_UNREAD_BYTES + 1);
    limit.evictSlowReader();
    limit.evictSlowReader();
    assertThat(evicted).containsExactly("10.0.0.1#2");
    all.get(2).release();
    limit.evictSlowReader();
    assertThat(evicted).containsExactly("10.0.0.1#2", "10.0.0.1#1");
  }
}
