package io.lynceus.master.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.tls.TlsException;
import io.lynceus.master.mqtt.link.LinkFault.Kind;
import io.lynceus.master.mqtt.link.MqttTransport.Granted;
import io.lynceus.master.mqtt.link.MqttTransport.Listener;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one connection, MQTT 5 without a session that outlives it. Belongs to one
 * event loop.
 */
final class BrokerLink extends SimpleChannelInboundHandler<MqttMessage>
    implements MqttTransport.Link {
  /**
   * The broker hears something at least this often, and takes the client for dead after 1.5 of it.
   */
  private static final int KEEP_ALIVE_SECONDS = 30;

  private static final int SESSION_TAKEN_OVER = 0x8e;
  private static final int PACKET_TOO_LARGE = 0x95;
  private static final int TYPE_AND_LENGTHS = 16;

  /** Of what waits to be read by the broker; ours alone are less. */
  private static final long MOST_HEAPED_BYTES = 16 << 20;

  private static final MqttMessage PING = MqttMessage.PINGREQ;

  private final MqttLogin login;
  private final Listener listener;
  private final Duration limit;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Future<?> patience;
  private int packetBytes = Integer.MAX_VALUE; // what is taken has another bound
  private boolean admitted;
  private boolean ended;

  BrokerLink(MqttLogin login, Listener listener, Duration limit) {
    this.login = login;
    this.listener = listener;
    this.limit = limit;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    if (context.channel().isActive()) {
      begin(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    begin(context);
  }

  private void begin(ChannelHandlerContext context) {
    if (ended) { // closed while it was connecting
      var unused = context.close();
      return;
    }
    if (patience != null) {
      return;
    }
    patience =
        context
            .executor()
            .schedule(
                () -> fail(new LinkFault(Kind.PROTOCOL, "it does not answer: is it a broker?")),
                2 * limit.toMillis(), // TLS has its own
                TimeUnit.MILLISECONDS);
    MqttProperties properties = new MqttProperties();
    properties.add(
        new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, BrokerTransport.MOST_BYTES));
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .protocolVersion(MqttVersion.MQTT_5)
            .clientId(login.clientId())
            .cleanSession(true)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .properties(properties);
    login
        .will()
        .ifPresent(
            will ->
                connect
                    .willFlag(true)
                    .willTopic(will.topic())
                    .willMessage(will.payload())
                    .willQoS(MqttQoS.AT_LEAST_ONCE)
                    .willRetain(will.retained()));
    login.user().ifPresent(connect::username);
    login.password().ifPresent(password -> connect.password(password.getBytes(UTF_8)));
    var unused = context.writeAndFlush(connect.build());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
    if (ended) {
      return;
    }
    if (message.decoderResult().isFailure()) {
      fail(new LinkFault(Kind.PROTOCOL, "it sends what is not MQTT 5: is it a broker for that?"));
      return;
    }
    MqttMessageType type = message.fixedHeader().messageType();
    if (!admitted) {
      if (message instanceof MqttConnAckMessage answer) {
        answered(context, answer);
      } else {
        fail(new LinkFault(Kind.PROTOCOL, "it begins with " + type + ": is it a broker?"));
      }
      return;
    }
    switch (type) {
      case PUBACK -> confirmed(message);
      case SUBACK -> {
        MqttSubAckMessage answer = (MqttSubAckMessage) message;
        listener.subscribed(
            answer.variableHeader().messageId(), List.copyOf(answer.payload().reasonCodes()));
      }
      case PUBLISH -> arrived(context, (MqttPublishMessage) message);
      case DISCONNECT -> dismissed(message);
      default -> {} // PINGRESP, UNSUBACK
    }
  }

  private void answered(ChannelHandlerContext context, MqttConnAckMessage answer) {
    MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
    MqttProperties properties = answer.variableHeader().properties();
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      fail(refusal(code));
    } else if (number(properties, MqttProperties.RETAIN_AVAILABLE, 1) == 0
        || number(properties, MqttProperties.MAXIMUM_QOS, 2) == 0) {
      fail(
          new LinkFault(
              Kind.PROTOCOL, "it keeps or confirms no messages: allow retain and QoS 1 there"));
    } else {
      admitted = true;
      cancelPatience();
      int theirs = number(properties, MqttProperties.SERVER_KEEP_ALIVE, KEEP_ALIVE_SECONDS);
      int alive = theirs > 0 ? Math.min(theirs, KEEP_ALIVE_SECONDS) : KEEP_ALIVE_SECONDS;
      int largest = number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, packetBytes);
      packetBytes = largest > 0 ? largest : packetBytes; // it has no sign: 2^31 and more
      context
          .pipeline()
          .addBefore(
              context.name(),
              "idle",
              new IdleStateHandler(alive * 750L, alive * 500L, 0, TimeUnit.MILLISECONDS));
      listener.connected(
          new Granted(number(properties, MqttProperties.RECEIVE_MAXIMUM, 0xffff), packetBytes));
    }
  }

  private LinkFault refusal(MqttConnectReturnCode code) {
    return switch (code) {
      case CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
          CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
          CONNECTION_REFUSED_NOT_AUTHORIZED,
          CONNECTION_REFUSED_NOT_AUTHORIZED_5 ->
          new LinkFault(
              Kind.LOGIN,
              login.user().isEmpty()
                  ? "it lets nobody in without a user: set mqtt.user and mqtt.password-file"
                  : "it refuses the user or the password: check mqtt.user, mqtt.password-file, and"
                      + " the users of the broker");
      case CONNECTION_REFUSED_IDENTIFIER_REJECTED, CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID ->
          new LinkFault(Kind.LOGIN, "it refuses the client id: set another mqtt.client-id");
      case CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
          CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION ->
          new LinkFault(
              Kind.PROTOCOL, "it does not speak MQTT 5: use mosquitto 1.6 or another newer broker");
      default -> new LinkFault(Kind.PROTOCOL, "it refuses the connection: " + words(code.name()));
    };
  }

  private static String words(String name) {
    return name.replace("CONNECTION_REFUSED_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int number(MqttProperties properties, int id, int otherwise) {
    return properties.getProperty(id) instanceof IntegerProperty known ? known.value() : otherwise;
  }

  private void confirmed(MqttMessage message) {
    int reason =
        message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
            ? Byte.toUnsignedInt(reply.reasonCode())
            : 0;
    listener.confirmed(
        ((MqttMessageIdVariableHeader) message.variableHeader()).messageId(), reason);
  }

  private void arrived(ChannelHandlerContext context, MqttPublishMessage message) {
    boolean confirmed = message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE;
    TopicMessage heard =
        new TopicMessage(
            message.variableHeader().topicName(),
            ByteBufUtil.getBytes(message.payload()),
            confirmed,
            message.fixedHeader().isRetain());
    if (confirmed) {
      if (context.channel().bytesBeforeWritable() > MOST_HEAPED_BYTES) {
        fail(new LinkFault(Kind.LOST, "it sends messages and reads no confirmation of them"));
        return;
      }
      var unused =
          context.writeAndFlush(
              MqttMessageBuilders.pubAck().packetId(message.variableHeader().packetId()).build());
    }
    listener.arrived(heard);
  }

  private void dismissed(MqttMessage message) {
    int reason =
        message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
            ? Byte.toUnsignedInt(header.reasonCode())
            : 0;
    fail(
        new LinkFault(
            Kind.LOST,
            reason == SESSION_TAKEN_OVER
                ? "another client has come with the client id "
                    + login.clientId()
                    + ": give each master its own mqtt.client-id"
                : "it has ended the connection (reason 0x%02x)".formatted(reason)));
  }

  @Override
  public void publish(TopicMessage message, int id) {
    ChannelHandlerContext to = ctx;
    if (ended || !admitted || to == null) {
      return;
    }
    long bytes = message.payload().length + 3L * message.topic().length() + TYPE_AND_LENGTHS;
    if (bytes > packetBytes) {
      if (id != 0) {
        to.executor().execute(() -> confirmedLate(id));
      }
      return;
    }
    var unused =
        to.writeAndFlush(
            MqttMessageBuilders.publish()
                .topicName(message.topic())
                .qos(id == 0 ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE)
                .messageId(id == 0 ? 1 : id) // without a confirmation it is not sent
                .retained(message.retained())
                .payload(Unpooled.wrappedBuffer(message.payload()))
                .build());
  }

  private void confirmedLate(int id) {
    if (!ended) {
      listener.confirmed(id, PACKET_TOO_LARGE);
    }
  }

  @Override
  public void subscribe(int id, List<String> filters) {
    ChannelHandlerContext to = ctx;
    if (ended || !admitted || to == null) {
      return;
    }
    MqttMessageBuilders.SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(id);
    filters.forEach(filter -> subscribe.addSubscription(MqttQoS.AT_LEAST_ONCE, filter));
    var unused = to.writeAndFlush(subscribe.build());
  }

  @Override
  public boolean isWritable() {
    ChannelHandlerContext to = ctx;
    return !ended && to != null && to.channel().isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!ended && admitted && context.channel().isWritable()) {
      listener.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle) {
      if (idle.state() == IdleState.WRITER_IDLE || idle.isFirst()) {
        // also while much is sent that has no answer (QoS 0)
        var unused = context.writeAndFlush(PING);
      } else {
        fail(new LinkFault(Kind.LOST, "it has not answered for a while: the connection is dead"));
      }
    }
  }

  @Override
  public void disconnect() {
    ChannelHandlerContext to = ctx;
    if (!ended && to != null && admitted) {
      ended = true;
      cancelPatience();
      to.writeAndFlush(MqttMessageBuilders.disconnect().build())
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    ended = true;
    cancelPatience();
    ChannelHandlerContext to = ctx;
    if (to != null) {
      var unused = to.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof TlsException) {
      fail(new LinkFault(Kind.TLS, String.valueOf(cause.getMessage())));
    } else if (admitted) {
      fail(new LinkFault(Kind.LOST, "the connection has broken (" + reason(cause) + ")"));
    } else {
      fail(unanswered());
    }
  }

  static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    int address = text.indexOf(": /");
    return address > 0 ? text.substring(0, address) : text;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(admitted ? new LinkFault(Kind.LOST, "it has closed the connection") : unanswered());
  }

  private LinkFault unanswered() {
    return new LinkFault(
        Kind.PROTOCOL,
        "it closes the connection before it answers: does that port speak MQTT "
            + (login.tls().isPresent() ? "with" : "without")
            + " TLS?");
  }

  /** Tells why it is over, once. */
  void fail(LinkFault why) {
    if (!ended) {
      close();
      listener.closed(why);
    }
  }

  private void cancelPatience() {
    Future<?> waiting = patience;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
