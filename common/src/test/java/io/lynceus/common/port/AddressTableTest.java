package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressTableTest {
  private final AddressTable<AtomicInteger> table = new AddressTable<>(3, AtomicInteger::new);

  private int count(String address) throws UnknownHostException {
    return table.get(InetAddress.getByName(address)).incrementAndGet();
  }

  @Test
  void ipv6IsTakenByItsNetworkOf64Bits() throws Exception {
    assertThat(count("2001:db8:1:2::1")).isEqualTo(1);
    assertThat(count("2001:db8:1:2:ffff::9")).isEqualTo(2);
    assertThat(count("2001:db8:1:3::1")).isEqualTo(1);
    assertThat(count("192.0.2.1")).isEqualTo(1);
    assertThat(count("192.0.2.2")).isEqualTo(1);
  }

  @Test
  void theAddressUsedLeastRecentlyIsDropped() throws Exception {
    count("192.0.2.1");
    count("192.0.2.2");
    count("192.0.2.3");
    count("192.0.2.1");
    count("192.0.2.4");
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.find(InetAddress.getByName("192.0.2.2"))).isEmpty();
    assertThat(count("192.0.2.1")).isEqualTo(3);
  }
}
