package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.delivery.EventChannel;
import io.lynceus.model.event.EventChange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts events to one receiver. */
final class WebhookChannel implements EventChannel {
  /** An event is told before its still is stored: its picture gets this time to come. */
  static final Duration PICTURE_TIME = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 200;
  private static final int AT_ONCE_ATTACHED = 2;
  private static final int MOST_FILE_BYTES = 64 << 10;
  private static final Logger log = LoggerFactory.getLogger(WebhookChannel.class);

  private final WebhookConfig config;
  private final WebhookAddress address;
  private final WebhookBody body;
  private final Optional<WebhookSecret> secret;
  private final Map<String, String> headers;
  private final WebhookClient client;
  private final Surroundings around;
  private final RetrySchedule schedule =
      new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());

  /** Whether the receiver has said that it wants nothing more. */
  private volatile boolean gone;

  /**
   * What all webhooks of a master share.
   *
   * @param pictures where pictures are
   * @param publicUrl the master's address for people; empty if it is not set
   * @param threads run what answers bring, and wait for pictures
   */
  record Surroundings(
      EventImage.Source pictures, String publicUrl, InstantSource clock, Executor threads) {}

  private WebhookChannel(
      WebhookConfig config,
      WebhookAddress address,
      WebhookBody body,
      Optional<WebhookSecret> secret,
      Map<String, String> headers,
      Surroundings around)
      throws IOException {
    this.config = config;
    this.address = address;
    this.body = body;
    this.secret = secret;
    this.headers = headers;
    this.around = around;
    this.client =
        new WebhookClient(
            config.key(""),
            config.ca().map(Path::toString),
            config.timeout(),
            around.clock(),
            around.threads());
  }

  /**
   * Reads its files.
   *
   * @throws IOException naming the setting that cannot be used, without its secret
   */
  static WebhookChannel open(WebhookConfig config, Surroundings around) throws IOException {
    String url = config.url();
    if (config.urlFile().isPresent()) {
      url = read(config.key("url-file"), config.urlFile().get());
    }
    String urlKey = config.key(config.urlFile().isPresent() ? "url-file" : "url");
    String text = url;
    WebhookAddress address = checked(urlKey, () -> WebhookAddress.of(text));
    Optional<String> template = Optional.empty();
    if (config.body().template().isPresent()) {
      template = Optional.of(read(config.key("template-file"), config.body().template().get()));
    }
    Optional<String> found = template;
    WebhookBody body =
        checked(
            config.key("template-file"),
            () ->
                new WebhookBody(
                    config.name(),
                    config.body().format(),
                    found,
                    config.image(),
                    config.body().part()));
    requirePublicUrl(config, address, template.orElse(""), around.publicUrl());
    Optional<WebhookSecret> secret = Optional.empty();
    if (config.secretFile().isPresent()) {
      String secrets = read(config.key("secret-file"), config.secretFile().get());
      secret = Optional.of(checked(config.key("secret-file"), () -> WebhookSecret.of(secrets)));
    }
    return new WebhookChannel(config, address, body, secret, headers(config), around);
  }

  private static void requirePublicUrl(
      WebhookConfig config, WebhookAddress address, String template, String publicUrl)
      throws IOException {
    boolean needed =
        config.image() == WebhookConfig.Image.LINK
            || Placeholders.has(template, "image.url")
            || Placeholders.has(template, "console.url")
            || address.has("image.url")
            || address.has("console.url");
    if (needed && publicUrl.isEmpty()) {
      throw new IOException(
          config.key("")
              + " links to the master, whose address is not known: set http.public-url, such as"
              + " https://lynceus.example.org");
    }
  }

  private static Map<String, String> headers(WebhookConfig config) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(config.headers().values());
    for (Map.Entry<String, Path> file : config.headers().files().entrySet()) {
      all.put(file.getKey(), read(config.key("header-files." + file.getKey()), file.getValue()));
    }
    for (Map.Entry<String, String> header : all.entrySet()) {
      checked(
          config.key("headers." + header.getKey()),
          () -> {
            WebhookHeaders.checkValue(header.getValue());
            return true;
          });
    }
    return all;
  }

  private interface Made<T> {
    T make();
  }

  private static <T> T checked(String key, Made<T> made) throws IOException {
    try {
      return made.make();
    } catch (IllegalArgumentException e) {
      throw new IOException(key + " " + e.getMessage(), e);
    }
  }

  private static String read(String key, Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_FILE_BYTES + 1);
    } catch (IOException e) { // a folder is no FileSystemException
      throw new IOException(key + " names " + file + ", which cannot be read", e);
    }
    String text = new String(bytes, UTF_8).strip();
    if (text.isEmpty() || bytes.length > MOST_FILE_BYTES) {
      throw new IOException(
          key + " names " + file + (text.isEmpty() ? ", which is empty" : ", which is too large"));
    }
    return text;
  }

  WebhookConfig config() {
    return config;
  }

  /** Where it goes, without secrets. */
  String shownAddress() {
    return address.shown();
  }

  boolean isGone() {
    return gone;
  }

  /** Tries again, whatever the receiver has said before. */
  void forgive() {
    gone = false;
  }

  @Override
  public String name() {
    return config.channel();
  }

  @Override
  public boolean wants(EventChange change) {
    return config.types().contains(change.type());
  }

  /** A picture is in memory several times over while it is sent. */
  @Override
  public int atOnce() {
    return config.image() == WebhookConfig.Image.ATTACH
        ? AT_ONCE_ATTACHED
        : EventChannel.super.atOnce();
  }

  @Override
  public CompletionStage<DeliveryOutcome> deliver(Delivery delivery) {
    if (gone) {
      return CompletableFuture.completedFuture(
          DeliveryOutcome.never("the receiver has answered 410 Gone before"));
    }
    return message(delivery)
        .thenCompose(message -> post(delivery.id(), message))
        .thenApply(answer -> outcome(delivery, answer));
  }

  private DeliveryOutcome outcome(Delivery delivery, WebhookAnswer answer) {
    if (answer.isDelivered()) {
      return DeliveryOutcome.done();
    }
    if (answer.isGone()) {
      gone = true;
      log.warn(
          "{} has answered 410 Gone: it is told nothing more until 'lynceus webhooks retry {}', a"
              + " test that succeeds, or a restart",
          name(),
          config.name());
      return DeliveryOutcome.never(answer.why());
    }
    return schedule.after(delivery, around.clock().instant(), answer.retryAfter(), answer.why());
  }

  /**
   * Tells the receiver.
   *
   * @param id the same at each attempt
   */
  CompletionStage<WebhookAnswer> post(String id, WebhookMessage message) {
    URI to = address.of(message.values(config.name()));
    WebhookBody.Made made = body.of(message);
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    Instant now = around.clock().instant();
    all.put("Content-Type", made.type());
    all.putIfAbsent("User-Agent", "Lynceus");
    all.put("webhook-id", id);
    all.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    secret.ifPresent(key -> all.put("webhook-signature", key.signature(id, now, made.bytes())));
    return client.post(to, all, made.bytes());
  }

  private CompletionStage<WebhookMessage> message(Delivery delivery) {
    if (config.image() != WebhookConfig.Image.ATTACH) {
      return CompletableFuture.completedFuture(message(delivery, Optional.empty()));
    }
    Optional<EventImage> found = Optional.empty();
    try {
      found = around.pictures().find(delivery.change().event().best(), config.imageBytes());
    } catch (IOException e) {
      log.debug("{} goes without a picture", delivery.id(), e);
    }
    boolean young = around.clock().instant().isBefore(delivery.created().plus(PICTURE_TIME));
    if (found.isPresent() || !young) {
      return CompletableFuture.completedFuture(message(delivery, found));
    }
    return CompletableFuture.supplyAsync(
            () -> delivery,
            CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, around.threads()))
        .thenCompose(again -> message(again));
  }

  private WebhookMessage message(Delivery delivery, Optional<EventImage> image) {
    return new WebhookMessage(delivery.change(), image, around.publicUrl());
  }
}
