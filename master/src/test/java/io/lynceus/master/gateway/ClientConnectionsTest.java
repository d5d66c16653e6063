package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ClientConnections.Permit;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients hear of the limit and the memory, which {@code ConnectionLimitTest} tests. */
class ClientConnectionsTest {
  private static final int MOST = 2;
  private static final int HELD_BYTES = 1 << 20;

  private long now;
  private final ClientConnections connections =
      new ClientConnections(
          new GatewayLimits(MOST, MOST, 1, 1, HELD_BYTES),
          new HeldMemory(HELD_BYTES, 1, () -> now),
          () -> now);
  private final List<String> evicted = new ArrayList<>();
  private final List<Rejection> reasons = new ArrayList<>();

  private Permit connect(String address, String name) throws UnknownHostException {
    now++;
    return connections
        .acquire(
            InetAddress.getByName(address),
            why -> {
              evicted.add(name);
              reasons.add(why);
            })
        .orElseThrow();
  }

  @Test
  void anIdleClientIsToldWhyItMadeRoomAndOneAtWorkStays() throws Exception {
    Permit atWork = connect("10.0.0.1", "at work");
    atWork.working(true);
    connect("10.0.0.1", "idle");
    connect("10.0.0.2", "newcomer");
    assertThat(evicted).containsExactly("idle");
    assertThat(reasons).containsExactly(Refusals.EVICTED);
    assertThat(connections.refusals()).isEqualTo(1);
    assertThat(connections.admitted()).isEqualTo(MOST);
    atWork.release();
    assertThat(connections.admitted()).isEqualTo(MOST - 1);
  }

  @Test
  void aConnectionThatGivesWayForLackOfMemoryIsToldSoAndCounted() throws Exception {
    Permit hog = connect("10.0.0.1", "hog");
    assertThat(hog.budget().tryTake(HELD_BYTES)).isTrue();
    Permit newcomer = connect("10.0.0.2", "newcomer");
    assertThat(newcomer.budget().tryTake(1)).isTrue();
    assertThat(evicted).containsExactly("hog");
    assertThat(reasons).containsExactly(Refusals.GIVEN_WAY);
    assertThat(connections.refusals()).isEqualTo(1);
  }
}
