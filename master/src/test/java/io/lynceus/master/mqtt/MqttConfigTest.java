package io.lynceus.master.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.mqtt.MqttConfig.Broker;
import io.lynceus.master.mqtt.link.MqttLogin;
import io.lynceus.master.mqtt.topics.DiscoveryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttConfigTest {
  private static MqttConfig read(String settings) {
    return MqttConfig.from(
        ConfigFactory.parseString("mqtt { " + settings + " }")
            .withFallback(MasterConfig.defaults())
            .resolve()
            .getConfig("mqtt"));
  }

  @Test
  void byDefaultThereIsNoBroker() {
    MqttConfig config = read("");
    assertThat(config.broker()).isEmpty();
    assertThat(config.prefix()).isEqualTo("lynceus");
    assertThat(config.root()).isEqualTo("homeassistant");
    assertThat(config.discovery()).isEqualTo(DiscoveryKind.COMPONENT);
    assertThat(config.snapshotBytes()).isEqualTo(512 << 10);
    assertThat(config.results()).isFalse();
    assertThat(read("snapshots = false").snapshotBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "mqtt://10.0.0.5, 10.0.0.5, 1883, false",
    "mqtts://broker.example, broker.example, 8883, true",
    "mqtt://broker:1884/, broker, 1884, false",
    "mqtts://[::1]:1, ::1, 1, true"
  })
  void theBrokerIsAnAddress(String url, String host, int port, boolean tls) {
    assertThat(read("url = \"" + url + "\"").broker()).hasValue(new Broker(host, port, tls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5",
        "http://10.0.0.5",
        "mqtt://",
        "mqtt://user:hidden@10.0.0.5",
        "mqtt://10.0.0.5/topic",
        "mqtt://10.0.0.5:0",
        "mqtt://10.0.0.5:70000",
        "mqtt://a b"
      })
  void anotherAddressIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> read("url = \"" + url + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mqtt.url must be mqtt://HOST")
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefix = \"a/+\"|mqtt.prefix is 1 to 64 of A-Z a-z 0-9 _ . - with / between levels, not"
            + " 'a/+'",
        "prefix = \"\"|mqtt.prefix is 1 to 64 of A-Z a-z 0-9 _ . - with / between levels, not ''",
        "discovery-prefix = \"/a\"|mqtt.discovery-prefix is 1 to 64 of A-Z a-z 0-9 _ . - with /"
            + " between levels, not '/a'",
        "discovery = on|mqtt.discovery",
        "client-id = \"a b\"|mqtt.client-id is at most 64 printable characters without spaces, not"
            + " 'a b'",
        "password-file = p|mqtt.password-file is set, but mqtt.user is not: set both",
        "tls.certificate = p|mqtt.tls.certificate is set, but mqtt.tls.key is not: set both",
        "url = \"mqtt://a\", tls.ca = p|mqtt.tls names files, and mqtt.url is without TLS: begin it"
            + " with mqtts://"
      })
  void whatIsWrongIsNamed(String settings, String message) {
    assertThatThrownBy(() -> read(settings)).hasMessageStartingWith(message);
  }

  @Test
  void theClientIdIsMadeOfPrefixAndMachineAndThePasswordIsReadForEachConnection(
      @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "one\nmore\n");
    MqttConfig config = read("url = \"mqtt://a\", user = u, password-file = \"" + file + "\"");
    MqttLogin first = config.logins("host.example").next();
    assertThat(first.clientId()).startsWith("lynceus_host_example-");
    assertThat(first.password()).hasValue("one");
    assertThat(first.will().orElseThrow().text()).isEqualTo("offline");
    Files.writeString(file, "two");
    assertThat(config.logins("h").next().password()).hasValue("two");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> config.logins("h").next())
        .hasMessage("mqtt.password-file names " + file + ", whose first line is empty");
    Files.delete(file);
    assertThatThrownBy(() -> config.logins("h").next())
        .hasMessage(
            "mqtt.password-file names " + file + ", which cannot be read: is the path right?");
  }
}
