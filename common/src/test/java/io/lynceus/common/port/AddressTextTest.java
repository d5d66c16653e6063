package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:7070",
    "0:0:0:0:0:0:0:1, [::1]:7070",
    "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:7070",
    "0:0:0:0:0:0:0:0, [::]:7070"
  })
  void ipv6IsWrittenInItsCanonicalFormInBrackets(String address, String text) throws Exception {
    InetAddress host = InetAddress.getByName(address);
    assertThat(AddressText.of(new InetSocketAddress(host, 7070))).isEqualTo(text);
    assertThat(text).contains(AddressText.of(host));
  }

  @Test
  void aHostOfTheSettingsGetsBracketsIfItIsIpv6() {
    assertThat(AddressText.of("::1", 7070)).isEqualTo("[::1]:7070");
    assertThat(AddressText.of("master.lan", 7070)).isEqualTo("master.lan:7070");
  }

  @Test
  void anAddressWithoutAnIpIsItself() {
    assertThat(AddressText.of(InetSocketAddress.createUnresolved("master.lan", 7070)))
        .startsWith("master.lan");
  }
}
