package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  private long now = 100 * SECOND;
  private final HeldMemory memory = new HeldMemory(16 * MIB, 1024, () -> now);

  /** A connection, and what it was told when it had to give way. */
  private final class Client {
    private final List<Rejection> reasons = new ArrayList<>();
    private final ByteBudget budget;

    Client(String address) throws UnknownHostException {
      budget = memory.open(InetAddress.getByName(address), reasons::add);
    }

    Client holding(long bytes) {
      assertThat(budget.tryTake(bytes)).isTrue();
      budget.moved(bytes);
      return this;
    }

    boolean hasGivenWay() {
      return !reasons.isEmpty();
    }
  }

  private void pass(long seconds) {
    now += seconds * SECOND;
  }

  @Test
  void theSlowestOfTheAddressThatHoldsTheMostGivesWayToANewcomer() throws Exception {
    List<Client> hogs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      hogs.add(new Client("10.0.0.1").holding(MIB));
    }
    pass(10);
    for (Client hog : hogs) {
      hog.budget.moved(hog == hogs.get(5) ? 10_000 : 11_000);
    }
    Client newcomer = new Client("10.0.0.2");
    assertThat(newcomer.budget.tryTake(200_000)).isTrue();
    assertThat(hogs).filteredOn(Client::hasGivenWay).containsExactly(hogs.get(5));
    assertThat(hogs.get(5).reasons.get(0).code()).isEqualTo(RejectionCode.BUSY);
    assertThat(hogs.get(5).budget.tryTake(1)).as("it takes nothing more").isFalse();
    assertThat(memory.evictions()).isEqualTo(1);
  }

  @Test
  void addressesThatHoldAboutAsMuchDoNotPushEachOtherOut() throws Exception {
    Client one = new Client("10.0.0.1").holding(9 * MIB);
    Client other = new Client("10.0.0.2").holding(7 * MIB);
    pass(10);
    assertThat(other.budget.tryTake(MIB)).isFalse();
    assertThat(one.budget.tryTake(MIB)).isFalse();
    assertThat(one.hasGivenWay()).isFalse();
    assertThat(other.hasGivenWay()).isFalse();
  }

  @Test
  void atOneAddressOnlySlowConnectionsGiveWay() throws Exception {
    Client slow = new Client("10.0.0.1").holding(8 * MIB);
    Client fast = new Client("10.0.0.1").holding(8 * MIB);
    Client next = new Client("10.0.0.1");
    assertThat(next.budget.tryTake(MIB)).as("both have just begun").isFalse();
    pass(5);
    slow.budget.moved(20_000);
    fast.budget.moved(MIB);
    next.budget.tryTake(MIB);
    assertThat(slow.hasGivenWay()).isTrue();
    assertThat(fast.hasGivenWay()).isFalse();
    slow.budget.giveBack(8 * MIB);
    assertThat(next.budget.tryTake(MIB)).isTrue();
  }

  @Test
  void anImageInAnalysisGivesWayAfterThoseThatArrive() throws Exception {
    Client analysed = new Client("10.0.0.1").holding(8 * MIB);
    analysed.budget.working(true);
    Client arriving = new Client("10.0.0.1").holding(8 * MIB);
    pass(10);
    arriving.budget.moved(4 * MIB);
    Client newcomer = new Client("10.0.0.2").holding(MIB);
    assertThat(arriving.hasGivenWay()).isTrue();
    assertThat(analysed.hasGivenWay()).isFalse();
    arriving.budget.giveBack(8 * MIB);
    assertThat(newcomer.budget.tryTake(2 * MIB)).isTrue();
    assertThat(analysed.hasGivenWay()).as("there was room").isFalse();
  }

  @Test
  void bytesThatAreStillToComeBackAreGivenOutTwiceUpToAnEighth() throws Exception {
    Client hog = new Client("10.0.0.1").holding(16 * MIB);
    Client newcomer = new Client("10.0.0.2").holding(2 * MIB);
    assertThat(hog.hasGivenWay()).isTrue();
    assertThat(newcomer.budget.tryTake(1)).isFalse();
    assertThat(memory.taken()).isEqualTo(18 * MIB);
    hog.budget.giveBack(16 * MIB);
    assertThat(newcomer.budget.tryTake(14 * MIB)).isTrue();
    assertThat(newcomer.budget.tryTake(1)).isFalse();
  }

  @Test
  void anAddressThatHoldsMuchWaitsForTheBytesToComeBack() throws Exception {
    Client slow = new Client("10.0.0.1").holding(2 * MIB);
    new Client("10.0.0.1").holding(14 * MIB).budget.working(true);
    pass(10);
    Client again = new Client("10.0.0.1");
    assertThat(again.budget.tryTake(MIB)).isFalse();
    assertThat(slow.hasGivenWay()).isTrue();
    assertThat(new Client("10.0.0.2").budget.tryTake(MIB)).as("it holds nothing").isTrue();
    slow.budget.giveBack(2 * MIB);
    assertThat(again.budget.tryTake(MIB)).isTrue();
  }

  @Test
  void bytesThatExistAreTakenBeyondTheBound() throws Exception {
    Client client = new Client("10.0.0.1").holding(16 * MIB);
    client.budget.take(1000);
    assertThat(memory.taken()).isEqualTo(16 * MIB + 1000);
    assertThat(client.hasGivenWay()).isFalse();
    client.budget.giveBack(1000);
    assertThat(client.budget.tryTake(1)).isFalse();
  }

  @Test
  void aClientThatReadsNoneOfItsRepliesGivesWay() throws Exception {
    Client reader = new Client("10.0.0.1").holding(8 * MIB);
    Client deaf = new Client("10.0.0.1").holding(7 * MIB);
    for (int second = 0; second < 8; second++) {
      pass(1);
      reader.budget.giveBack(MIB);
      reader.budget.take(MIB);
    }
    new Client("10.0.0.1").budget.take(2 * MIB);
    assertThat(deaf.hasGivenWay()).isTrue();
    assertThat(reader.hasGivenWay()).isFalse();
  }

  @Test
  void theSixtyFourBitsOfAnIpv6CustomerAreOneAddress() throws Exception {
    List<Client> hogs = new ArrayList<>();
    for (int i = 1; i <= 16; i++) {
      hogs.add(new Client("2001:db8::" + i).holding(MIB));
    }
    Client other = new Client("2001:db8:0:1::1").holding(MIB / 2);
    assertThat(other.hasGivenWay()).isFalse();
    assertThat(hogs).filteredOn(Client::hasGivenWay).hasSize(1);
  }

  @Test
  void theLeastRateRisesAsRoomGetsShort() throws Exception {
    Client client = new Client("10.0.0.1").holding(8 * MIB);
    assertThat(memory.leastRate()).isEqualTo(1024);
    client.holding(4 * MIB);
    assertThat(memory.leastRate()).isEqualTo(1024 + 63 * 1024 / 2);
    client.holding(4 * MIB);
    assertThat(memory.leastRate()).isEqualTo(64 << 10);
  }

  @Test
  void aClosedConnectionIsForgottenWithItsLastByte() throws Exception {
    Client client = new Client("10.0.0.1").holding(16 * MIB);
    client.budget.close();
    pass(10);
    Client other = new Client("10.0.0.2");
    client.budget.giveBack(16 * MIB);
    assertThat(other.budget.tryTake(16 * MIB)).isTrue();
    assertThat(memory.taken()).isEqualTo(16 * MIB);
  }
}
