package io.lynceus.master.mqtt.topics;

/** Topics that are not of a camera; the prefix stands before them. */
public final class MasterTopics {
  /** {@value #ONLINE}, {@value #OFFLINE} by the broker when the master is lost, or stopped. */
  public static final String AVAILABLE = "available";

  public static final String ONLINE = "online";
  public static final String OFFLINE = "offline";
  public static final String STOPPED = "stopped";

  /** The changes of events. */
  public static final String EVENTS = "events";

  /** The signed head of the audit table. */
  public static final String AUDIT = "audit";

  /** Which topics the broker keeps for this master. */
  public static final String RETAINED = "retained";

  private MasterTopics() {}
}
