package io.lynceus.master.mqtt.link;

import java.util.List;

/** Connects to brokers. All is called by one thread, which calls the listeners too. */
public interface MqttTransport {

  /** Begins to connect; the listener hears what comes of it. */
  Link connect(MqttLogin login, Listener listener);

  /** One connection. After its end nothing that is called here has an effect. */
  interface Link {
    /**
     * Sends a message.
     *
     * @param id 1 to 65,535, which no message without a confirmation has; 0 if none is wanted
     */
    void publish(TopicMessage message, int id);

    /** Asks for what is published under these filters, at QoS 1. */
    void subscribe(int id, List<String> filters);

    /** Whether what is sent now is not only heaped up. */
    boolean isWritable();

    /** Says farewell, so that no will is published, and closes. */
    void disconnect();

    /** Closes at once. */
    void close();
  }

  /** Hears of one connection. */
  interface Listener {
    /** The broker has let this client in. */
    void connected(Granted granted);

    /**
     * The broker has confirmed a message, or refused it.
     *
     * @param reason below 128: it has the message; else a reason code of MQTT 5
     */
    void confirmed(int id, int reason);

    /**
     * The broker has answered a subscription.
     *
     * @param reasons one for each filter; 128 and above: refused
     */
    void subscribed(int id, List<Integer> reasons);

    void arrived(TopicMessage message);

    /** {@link Link#isWritable} is true again. */
    void writable();

    /** There is no connection, or no longer. The last call. */
    void closed(LinkFault why);
  }

  /**
   * What the broker allows.
   *
   * @param unconfirmed messages that may wait for their confirmation at once, at least 1
   * @param packetBytes of the largest message, with its topic
   */
  record Granted(int unconfirmed, int packetBytes) {}
}
