package io.lynceus.app.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import io.lynceus.common.LogLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on a bounded number of lines a second from each logger, so that a stranger who causes log
 * lines cannot fill the disk. The logger's next line says how many were left out. Lines at debug
 * are not bounded: somebody has asked for them. Messages are cut at {@value #LONGEST_MESSAGE}
 * characters. Thread-safe.
 */
public final class BoundedAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {
  static final int LONGEST_MESSAGE = 4096;

  private static final String OWN = "io.lynceus.";

  /** A library that says more than this has nothing new to say. */
  private static final Duration LIBRARY_PAUSE = Duration.ofSeconds(1);

  private static final int LIBRARY_LINES = 5;

  /** A large cluster that starts has a line for each slave. */
  private static final Duration OWN_PAUSE = Duration.ofMillis(50);

  private static final int OWN_LINES = 2000;

  private final AppenderAttachableImpl<ILoggingEvent> appenders = new AppenderAttachableImpl<>();
  private final Map<String, LogLimit> limits = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** For logback, which makes it by its name. */
  public BoundedAppender() {
    this(InstantSource.system());
  }

  BoundedAppender(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
      appenders.appendLoopOnAppenders(event);
      return;
    }
    limits
        .computeIfAbsent(event.getLoggerName(), this::limit)
        .tryLine(others -> appenders.appendLoopOnAppenders(bounded(event, others)));
  }

  private LogLimit limit(String logger) {
    return logger.startsWith(OWN)
        ? new LogLimit(OWN_PAUSE, OWN_LINES, clock)
        : new LogLimit(LIBRARY_PAUSE, LIBRARY_LINES, clock);
  }

  /** The event with a message that is short enough and tells of those that were left out. */
  private static ILoggingEvent bounded(ILoggingEvent event, String others) {
    String message = String.valueOf(event.getFormattedMessage());
    if (others.isEmpty() && message.length() <= LONGEST_MESSAGE) {
      return event;
    }
    String kept =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    LoggingEvent changed = new LoggingEvent();
    changed.setLoggerName(event.getLoggerName());
    changed.setLoggerContextRemoteView(event.getLoggerContextVO());
    changed.setLevel(event.getLevel());
    changed.setThreadName(event.getThreadName());
    changed.setInstant(event.getInstant());
    changed.setMDCPropertyMap(event.getMDCPropertyMap());
    changed.setMessage(kept + others);
    if (event.getThrowableProxy() instanceof ch.qos.logback.classic.spi.ThrowableProxy thrown) {
      changed.setThrowableProxy(thrown);
    }
    return changed;
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> appender) {
    appenders.addAppender(appender);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return appenders.iteratorForAppenders();
  }

  @Override
  public Appender<ILoggingEvent> getAppender(String name) {
    return appenders.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> appender) {
    return appenders.isAttached(appender);
  }

  @Override
  public void detachAndStopAllAppenders() {
    appenders.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> appender) {
    return appenders.detachAppender(appender);
  }

  @Override
  public boolean detachAppender(String name) {
    return appenders.detachAppender(name);
  }
}
