package io.lynceus.systemtests;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Records all log lines of this JVM until closed. */
public final class RecordedLog implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger("io.lynceus");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };

  public RecordedLog() {
    root.setLevel(ch.qos.logback.classic.Level.INFO);
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
  }

  public List<String> all() {
    return List.copyOf(lines);
  }

  public List<String> with(String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(null);
  }
}
