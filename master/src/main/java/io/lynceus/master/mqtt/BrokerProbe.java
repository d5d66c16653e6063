package io.lynceus.master.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.mqtt.link.BrokerTransport;
import io.lynceus.master.mqtt.link.LinkFault;
import io.lynceus.master.mqtt.link.MqttLogin;
import io.lynceus.master.mqtt.link.MqttTransport;
import io.lynceus.master.mqtt.link.MqttTransport.Granted;
import io.lynceus.master.mqtt.link.MqttTransport.Link;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.RefusalText;
import io.lynceus.master.mqtt.topics.DiscoveryKind;
import io.lynceus.master.mqtt.topics.TopicNames;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Tries whether a master with these settings could tell the broker: connects as it would, but under
 * another client id, publishes a message and reads it back. Nothing stays at the broker.
 */
public final class BrokerProbe {
  /** For each step; that of connecting has bounds of its own, which are shorter together. */
  private static final int LIMIT_SECONDS = 45;

  private static final int READ_BACK_SECONDS = 5;
  private static final int SUBSCRIPTION = 1;
  private static final int OWN = 2;
  private static final int DISCOVERY = 3;
  private static final int FIRST_REFUSAL = 0x80;

  private final MqttConfig config;
  private final BiConsumer<String, String> told;
  private final CompletableFuture<Granted> granted = new CompletableFuture<>();
  private final CompletableFuture<Integer> subscribed = new CompletableFuture<>();
  private final CompletableFuture<Integer> own = new CompletableFuture<>();
  private final CompletableFuture<Integer> discovery = new CompletableFuture<>();
  private final CompletableFuture<Void> back = new CompletableFuture<>();
  private final byte[] token = UUID.randomUUID().toString().getBytes(UTF_8);

  /** What is wrong. */
  public static final class ProbeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean connected;

    ProbeException(String message, boolean connected) {
      super(message);
      this.connected = connected;
    }

    /** Whether the broker was reached, and refuses something. */
    public boolean isRefusal() {
      return connected;
    }
  }

  private BrokerProbe(MqttConfig config, BiConsumer<String, String> told) {
    this.config = config;
    this.told = told;
  }

  /**
   * Tries it.
   *
   * @param config with a broker
   * @param told hears of each step that went well: its name, and what came of it
   * @throws ProbeException for the first that did not; the message says what to do
   * @throws IOException when a file cannot be used; names the setting
   */
  public static void run(MqttConfig config, BiConsumer<String, String> told)
      throws IOException, InterruptedException {
    new BrokerProbe(config, told).run();
  }

  private void run() throws IOException, InterruptedException {
    MqttLogin master = config.logins(MqttDesk.hostName()).next();
    MqttLogin login =
        new MqttLogin(
            master.host(),
            master.port(),
            master.tls(),
            master.clientId() + "-test",
            master.user(),
            master.password(),
            Optional.empty());
    String broker = config.broker().orElseThrow().toString();
    told.accept("broker", broker);
    try (BrokerTransport transport = new BrokerTransport()) {
      CompletableFuture<Link> link = new CompletableFuture<>();
      transport.thread().execute(() -> link.complete(transport.connect(login, new Ears())));
      await(granted, LIMIT_SECONDS, broker + ": it does not answer", false);
      told.accept(
          "connected",
          login.user().map(user -> "as " + user).orElse("without a user")
              + ", client id "
              + login.clientId());
      exchange(transport, link.join());
    }
  }

  private void exchange(BrokerTransport transport, Link link)
      throws IOException, InterruptedException {
    String topic = config.prefix() + "/test";
    transport.thread().execute(() -> link.subscribe(SUBSCRIPTION, List.of(topic)));
    requireTaken(
        subscribed,
        "the broker does not let this user read %s: give it the right to read %s/#"
            .formatted(topic, config.prefix()));
    publish(transport, link, topic, OWN, own);
    told.accept("published", topic);
    await(
        back,
        READ_BACK_SECONDS,
        "the broker took %s and did not send it back: give this user the right to read and write %s/#"
            .formatted(topic, config.prefix()),
        true);
    told.accept("read back", topic);
    if (config.discovery() != DiscoveryKind.OFF) {
      String beside =
          "%s/sensor/%s/test".formatted(config.root(), TopicNames.id(List.of(config.prefix())));
      publish(transport, link, beside, DISCOVERY, discovery);
      told.accept("published", beside);
    }
    transport.thread().execute(link::disconnect);
  }

  private void publish(
      BrokerTransport transport, Link link, String topic, int id, CompletableFuture<Integer> taken)
      throws IOException, InterruptedException {
    TopicMessage message = new TopicMessage(topic, token, true, false);
    transport.thread().execute(() -> link.publish(message, id));
    int reason = await(taken, LIMIT_SECONDS, "the broker does not confirm " + topic, false);
    if (reason >= FIRST_REFUSAL) {
      throw new ProbeException("the broker " + RefusalText.of(reason, topic), true);
    }
  }

  private static void requireTaken(CompletableFuture<Integer> taken, String refused)
      throws IOException, InterruptedException {
    if (await(taken, LIMIT_SECONDS, "the broker does not answer a subscription", false)
        >= FIRST_REFUSAL) {
      throw new ProbeException(refused, true);
    }
  }

  private static <T> T await(CompletableFuture<T> what, int seconds, String late, boolean refusal)
      throws IOException, InterruptedException {
    try {
      return what.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ProbeException(late, refusal);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProbeException fault) {
        throw fault;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Hears what the broker says. */
  private final class Ears implements MqttTransport.Listener {
    @Override
    public void connected(Granted allowed) {
      granted.complete(allowed);
    }

    @Override
    public void confirmed(int id, int reason) {
      (id == OWN ? own : discovery).complete(reason);
    }

    @Override
    public void subscribed(int id, List<Integer> reasons) {
      subscribed.complete(reasons.stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    @Override
    public void arrived(TopicMessage message) {
      if (Arrays.equals(message.payload(), token)) {
        back.complete(null);
      }
    }

    @Override
    public void writable() {}

    @Override
    public void closed(LinkFault why) {
      ProbeException fault =
          new ProbeException(
              config.broker().orElseThrow() + ": " + why.text(),
              why.kind() == LinkFault.Kind.LOGIN || granted.isDone());
      List.of(granted, subscribed, own, discovery, back)
          .forEach(each -> each.completeExceptionally(fault));
    }
  }
}
