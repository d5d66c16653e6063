package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ConnectionLimit.Seat;
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
  private final ConnectionLimit seats =
      new ConnectionLimit(new GatewayLimits(ALL, PER_ADDRESS, 1, 1, 1), () -> now);
  private final List<String> gone = new ArrayList<>();
  private final List<Rejection> told = new ArrayList<>();

  private Optional<Seat> take(String address, String name) throws UnknownHostException {
    now++;
    return seats.take(
        InetAddress.getByName(address),
        why -> {
          gone.add(name);
          told.add(why);
        });
  }

  private List<Seat> take(String address, int count) throws UnknownHostException {
    List<Seat> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(take(address, address + "#" + i).orElseThrow());
    }
    return taken;
  }

  @Test
  void anAddressGetsSoManySeatsAndNoMore() throws Exception {
    List<Seat> all = take("10.0.0.1", PER_ADDRESS);
    assertThat(take("10.0.0.1", "one more")).isEmpty();
    assertThat(take("10.0.0.2", "another")).isPresent();

    all.get(0).leave();
    assertThat(take("10.0.0.1", "again")).isPresent();
    assertThat(gone).isEmpty();
  }

  @Test
  void whenAllAreTakenTheLongestQuietOfTheAddressWithTheMostMakesRoom() throws Exception {
    List<Seat> strangers = take("10.0.0.1", PER_ADDRESS);
    take("10.0.0.2", ALL - PER_ADDRESS);
    now++;
    strangers.get(0).heard();
    strangers.get(1).is(true, 0);

    assertThat(take("10.0.0.3", "client")).isPresent();
    assertThat(gone).containsExactly("10.0.0.1#2");
    assertThat(told).containsExactly(Refusals.GIVES_WAY);
  }

  @Test
  void nobodyMakesRoomForAnAddressThatHasAsMany() throws Exception {
    take("10.0.0.1", ALL / 2);
    take("10.0.0.2", ALL / 2);
    take("10.0.0.3", ALL / 2 - 1);
    assertThat(take("10.0.0.3", "one more")).isEmpty();
    assertThat(gone).hasSize(ALL / 2 - 1);
  }

  @Test
  void nobodyMakesRoomWhoseImagesAreBeingAnalysed() throws Exception {
    for (Seat seat : take("10.0.0.1", PER_ADDRESS)) {
      seat.is(true, 0);
    }
    take("10.0.0.2", ALL - PER_ADDRESS).forEach(seat -> seat.is(true, 0));
    assertThat(take("10.0.0.3", "client")).isEmpty();
  }

  @Test
  void theSeatOfAConnectionThatMadeRoomCountsOnce() throws Exception {
    List<Seat> strangers = take("10.0.0.1", PER_ADDRESS);
    strangers.addAll(take("10.0.0.2", ALL - PER_ADDRESS));
    take("10.0.0.3", 1);
    strangers.get(0).leave();
    strangers.forEach(seat -> seat.is(true, 0));
    assertThat(take("10.0.0.4", "client")).isEmpty();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() throws Exception {
    for (int i = 1; i <= PER_ADDRESS; i++) {
      take("2001:db8:0:1::" + i, 1);
    }
    assertThat(take("2001:db8:0:1::99", "one more")).isEmpty();
    assertThat(take("2001:db8:0:2::1", "another")).isPresent();
  }

  @Test
  void whoLeavesTheMostUnreadGoesWhenMemoryIsShortAndOneAtATime() throws Exception {
    List<Seat> all = take("10.0.0.1", 3);
    seats.shed();
    all.get(0).is(false, ConnectionLimit.FEW_UNREAD_BYTES - 1);
    seats.shed();
    assertThat(gone).as("nobody leaves much unread").isEmpty();

    all.get(1).is(true, ConnectionLimit.FEW_UNREAD_BYTES);
    all.get(2).is(true, ConnectionLimit.FEW_UNREAD_BYTES + 1);
    seats.shed();
    seats.shed();
    assertThat(gone).containsExactly("10.0.0.1#2");
    all.get(2).leave();
    seats.shed();
    assertThat(gone).containsExactly("10.0.0.1#2", "10.0.0.1#1");
  }
}
