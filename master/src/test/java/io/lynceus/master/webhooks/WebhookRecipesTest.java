package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.lynceus.master.delivery.TestChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config/webhooks} and {@code docs/webhooks.md} show, sent to a receiver. */
class WebhookRecipesTest {
  private static final Path TEMPLATES = Path.of("../config/webhooks").toAbsolutePath();
  private static final String PUBLIC = "https://lynceus.example";

  @TempDir private Path folder;

  private final TestReceiver receiver;

  WebhookRecipesTest() throws IOException {
    receiver = new TestReceiver();
  }

  @AfterEach
  void close() throws IOException {
    receiver.close();
  }

  /** The request that an event makes, whose label has what could break a form. */
  private TestReceiver.Request sent(String path, String settings) throws Exception {
    String text =
        "phone { url = \"" + receiver.url() + path + "\", timeout = 60 s\n" + settings + "\n}";
    WebhookMessage message =
        new WebhookMessage(
            TestChanges.begun("e1", "gate", "a \"b\"&c\n=d", false),
            Optional.of(TestEvent.picture()),
            PUBLIC);
    WebhookChannel channel =
        WebhookChannel.open(
            WebhookConfig.all(ConfigFactory.parseString(text)).get(0),
            new WebhookChannel.Surroundings(
                (still, most) -> Optional.empty(), PUBLIC, InstantSource.system(), Runnable::run));
    WebhookAnswer answer =
        channel.post("m1", message).toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(answer.why()).isEmpty();
    return receiver.requests.get(receiver.requests.size() - 1);
  }

  private static String template(String name) {
    return "template-file = \"" + TEMPLATES.resolve(name) + "\"\n";
  }

  private static JsonNode json(TestReceiver.Request request) throws IOException {
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    return new ObjectMapper().readTree(request.body());
  }

  @Test
  void ntfyGetsATopicATitleAndALink() throws Exception {
    JsonNode json = json(sent("", template("ntfy.json") + "image = link"));
    assertThat(json.path("topic").asText()).isEqualTo("lynceus");
    assertThat(json.path("title").asText()).isEqualTo("gate");
    assertThat(json.path("message").asText()).isEqualTo("a \"b\"&c\n=d arrived: gate, drive");
    assertThat(json.path("priority").isInt()).isTrue();
    assertThat(json.path("tags").isArray()).isTrue();
    assertThat(json.path("click").asText()).isEqualTo(PUBLIC + "/#pictures/r-e1");
  }

  @Test
  void ntfyGetsThePictureItselfAndTheTextInTheAddress() throws Exception {
    TestReceiver.Request request =
        sent(
            "/yard?title={event.camera}&message={text}&filename=still.jpg",
            "format = image, image = attach");
    assertThat(request.line())
        .isEqualTo(
            "POST /yard?title=gate&message=a%20%22b%22%26c%0A%3Dd%20arrived%3A%20gate%2C%20drive"
                + "&filename=still.jpg HTTP/1.1");
    assertThat(request.header("Content-Type")).isEqualTo("image/png");
    assertThat(request.body()).isEqualTo(TestEvent.picture().bytes());
  }

  @Test
  void gotifyGetsAMessageWithAPriority() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "AbC\n");
    TestReceiver.Request request =
        sent(
            "/message",
            template("gotify.json")
                + "image = link, header-files.X-Gotify-Key = \""
                + token
                + "\"");
    assertThat(request.header("X-Gotify-Key")).isEqualTo("AbC");
    JsonNode json = json(request);
    assertThat(json.path("title").asText()).isEqualTo("gate");
    assertThat(json.path("message").asText()).contains("arrived");
    assertThat(json.path("priority").isInt()).isTrue();
    assertThat(json.at("/extras/client::notification/click/url").asText()).startsWith(PUBLIC);
  }

  @Test
  void telegramGetsAPhotoWithACaption() throws Exception {
    String text =
        multipart(
            sent(
                "/bot1:a/sendPhoto",
                template("telegram.form") + "format = multipart, image = attach"));
    assertThat(text)
        .contains("name=\"chat_id\"", "name=\"caption\"")
        .contains("name=\"photo\"; filename=\"still.png\"");
  }

  @Test
  void pushoverGetsAnAttachment() throws Exception {
    String text =
        multipart(
            sent(
                "/1/messages.json",
                template("pushover.form")
                    + "format = multipart, image = attach, image-part = attachment"));
    assertThat(text)
        .contains("name=\"token\"", "name=\"user\"", "name=\"title\"", "name=\"message\"")
        .contains("name=\"attachment\"; filename=\"still.png\"");
  }

  private static String multipart(TestReceiver.Request request) {
    assertThat(request.header("Content-Type")).startsWith("multipart/form-data; boundary=");
    return request.text();
  }

  @Test
  void aReceiverInPythonVerifiesTheSignature() throws Exception {
    Matcher code =
        Pattern.compile("(?s)```python\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/webhooks.md")));
    assertThat(code.find()).isTrue();
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no Python");
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    Instant now = Instant.now();
    Map<String, Boolean> bodies = Map.of("{\"a\":1}", true, "{\"a\":2}", false);
    for (Map.Entry<String, Boolean> body : bodies.entrySet()) {
      String signature = WebhookSecret.of(secret).signature("m1", now, "{\"a\":1}".getBytes(UTF_8));
      Path program =
          Files.writeString(
              folder.resolve("verify.py"),
              "import base64, hashlib, hmac, time\n"
                  + code.group(1)
                  + "print(verify('%s', {'webhook-id': 'm1', 'webhook-timestamp': '%d',"
                      .formatted(secret, now.getEpochSecond())
                  + " 'webhook-signature': 'v1,AAAA %s'}, b'%s'))\n"
                      .formatted(signature, body.getKey()));
      Process python =
          new ProcessBuilder("/usr/bin/python3", program.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(said).isEqualTo(body.getValue() ? "True" : "False");
    }
  }
}
