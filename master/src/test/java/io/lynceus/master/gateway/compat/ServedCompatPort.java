package io.lynceus.master.gateway.compat;

import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.gateway.ClientPorts;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.model.image.ImageLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/** A compat port, and raw bytes of its clients. No answer may be chunked. */
abstract class ServedCompatPort {
  static final String VERSION = "1.2.3";
  static final String TOKEN = "0123456789abcdef-compat";
  static final int IMAGE_BYTES = 200_000;
  static final Duration STALL = Duration.ofSeconds(2);

  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofMillis(300),
          STALL,
          Duration.ofHours(1),
          Duration.ofSeconds(9),
          MasterDefaults.GATEWAY.timeouts().leastRate());

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

  final FindingIntake intake = new FindingIntake();
  final List<AutoCloseable> open = new ArrayList<>();
  Cameras cameras = Cameras.none();
  Duration wait = Duration.ofSeconds(20);
  GatewayConfig.Tokens masterTokens = GatewayConfig.Tokens.NONE;
  Gateway gateway;
  CompatPort port;

  /** What a client has read. */
  record Answer(int status, String head, String body) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  void start(CompatDialect dialect) throws IOException {
    start(dialect, "", false);
  }

  void start(CompatDialect dialect, String token, boolean everybody) throws IOException {
    ImageLimits images =
        new ImageLimits(
            IMAGE_BYTES,
            MasterDefaults.GATEWAY.images().pixels(),
            MasterDefaults.GATEWAY.images().side());
    gateway =
        Gateway.of(
            new GatewayConfig(
                "127.0.0.1",
                0,
                masterTokens,
                images,
                new GatewayLimits(100, 100, 8, 64 << 20, 8L * IMAGE_BYTES),
                TIMEOUTS),
            intake,
            Optional.empty(),
            new ClientPorts(),
            cameras);
    port =
        CompatPort.open(
            new CompatConfig(
                "127.0.0.1",
                0,
                dialect,
                CompatConfig.Access.of(token, everybody, AllowedHosts.NONE),
                wait,
                0.4),
            gateway,
            VERSION);
    open.add(0, port);
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
    socket.setSoTimeout(30_000);
    open.add(socket);
    return socket;
  }

  Socket sent(byte[] request) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(request);
    return socket;
  }

  Answer send(byte[] request) throws IOException {
    return read(sent(request));
  }

  Answer send(String request) throws IOException {
    return send(request.getBytes(ISO_8859_1));
  }

  Answer get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** Reads one answer, whose end its Content-Length tells. */
  static Answer read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      assertThat(next).as("the connection ends behind: %s", head).isNotNegative();
      head.write(next);
    }
    String text = head.toString(ISO_8859_1);
    assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
    Matcher length = LENGTH.matcher(text);
    assertThat(length.find()).as(text).isTrue();
    String body = new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8);
    return new Answer(Integer.parseInt(text.substring(9, 12)), text, body);
  }

  /** A request to a path, with the form of {@link #form}. */
  static byte[] post(String path, byte[] form) {
    return post(path, "", form);
  }

  static byte[] post(String path, String headers, byte[] form) {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=xx\r\n"
                .formatted(path)
            + headers
            + "Content-Length: "
            + form.length
            + "\r\n\r\n";
    return joined(head.getBytes(ISO_8859_1), form);
  }

  /** A form with the boundary {@code xx}. */
  static byte[] form(byte[]... parts) {
    return joined(joined(parts), "--xx--\r\n".getBytes(UTF_8));
  }

  static byte[] part(String disposition, byte[] content) {
    String head = "--xx\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    return joined(head.getBytes(UTF_8), content, "\r\n".getBytes(UTF_8));
  }

  static byte[] part(String disposition, String content) {
    return part(disposition, content.getBytes(UTF_8));
  }

  static byte[] picture(byte[] content) {
    return part("name=\"image\"; filename=\"image.jpg\"", content);
  }

  void assertNothingHeld() {
    await().untilAsserted(() -> assertThat(gateway.held().taken()).isZero());
  }
}
