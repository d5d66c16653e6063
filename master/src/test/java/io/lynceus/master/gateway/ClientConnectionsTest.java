package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ClientConnections.Permit;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {
  private static final int ALL = 6;
  private static final int PER_ADDRESS = 4;
  private static final int HELD_BYTES = 1 << 20;

  private long now;
  private final ClientConnections connections =
      new ClientConnections(
          new GatewayLimits(ALL, PER_ADDRESS, 1, 1, HELD_BYTES),
          new HeldMemory(HELD_BYTES, 1, () -> now),
          () -> now);
  private final List<String> evicted = new ArrayList<>();
  private final List<Rejection> reasons = new ArrayList<>();

  private Optional<Permit> connect(String address, String name) throws UnknownHostException {
    now++;
    return connections.acquire(
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
  void anIdleClientIsToldWhyItMadeRoom() throws Exception {
    List<Permit> idle = connect("10.0.0.1", PER_ADDRESS);
    connect("10.0.0.2", ALL - PER_ADDRESS);
    idle.get(0).working(true);

    assertThat(connect("10.0.0.3", "client")).isPresent();
    assertThat(evicted).containsExactly("10.0.0.1#1");
    assertThat(reasons).containsExactly(Refusals.EVICTED);
    assertThat(connections.refusals()).isEqualTo(1);
    assertThat(connections.admitted()).isEqualTo(ALL);
  }

  @Test
  void aClosedConnectionMakesRoomForAnother() throws Exception {
    List<Permit> all = connect("10.0.0.1", PER_ADDRESS);
    assertThat(connect("10.0.0.1", "one more")).isEmpty();
    all.get(0).release();
    assertThat(connect("10.0.0.1", "again")).isPresent();
    assertThat(evicted).isEmpty();
  }

  @Test
  void aConnectionThatGivesWayForLackOfMemoryIsToldSoAndCounted() throws Exception {
    Permit hog = connect("10.0.0.1", "hog").orElseThrow();
    assertThat(hog.budget().tryTake(HELD_BYTES)).isTrue();
    Permit newcomer = connect("10.0.0.2", "newcomer").orElseThrow();
    assertThat(newcomer.budget().tryTake(1)).isTrue();
    assertThat(evicted).containsExactly("hog");
    assertThat(reasons).containsExactly(Refusals.GIVEN_WAY);
    assertThat(connections.refusals()).isEqualTo(1);
  }
}
