package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.ClientConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class MasterAddressTest {

  @Command
  static final class AnyCommand {
    @Mixin private MasterAddress master = new MasterAddress();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1, localhost, 1",
    "127.0.0.1:65535, 127.0.0.1, 65535",
    "[::1]:7070, ::1, 7070",
    "[fe80::1%eth0]:7070, fe80::1%eth0, 7070",
    "[2001:db8::1:0:0:1]:7070, 2001:db8::1:0:0:1, 7070"
  })
  void anAddressIsAHostAndAPort(String address, String host, int port) throws Exception {
    ClientConfig config = parsed(address);

    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
  }

  /** Else the end of the address would be the port. */
  @ParameterizedTest
  @ValueSource(strings = {"::1", "fe80::1", "::1:7070", "2001:db8::1:0:0:1"})
  void anIpv6AddressStandsInBrackets(String address) {
    assertThatThrownBy(() -> parsed(address))
        .isInstanceOf(ParameterException.class)
        .hasMessageContainingAll("[::1]:7070", address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", ":7070", "localhost:", "[::1]", "[::1]:x", "host:65536"})
  void whatIsNoAddressIsRefused(String address) {
    assertThatThrownBy(() -> parsed(address)).isInstanceOf(ParameterException.class);
  }

  @Test
  void theDefaultIsThisMachine() throws Exception {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs();
    assertThat(command.master.config(Map.of()).port()).isEqualTo(ClientConfig.DEFAULT_PORT);
  }

  private static ClientConfig parsed(String address) throws CommandException {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs("--master", address);
    return command.master.config(Map.of());
  }
}
