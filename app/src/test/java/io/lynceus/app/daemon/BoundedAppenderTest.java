package io.lynceus.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections make libraries complain as often as they like: the log stays small. */
class BoundedAppenderTest {
  private static final String LIBRARY = "io.netty.channel.DefaultChannelPipeline";

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Instant now = Instant.EPOCH;
  private final BoundedAppender bounded = new BoundedAppender(() -> now);

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    lines.start();
    bounded.addAppender(lines);
    bounded.start();
  }

  private void say(String logger, Level level, String message, Throwable cause) {
    Logger named = context.getLogger(logger);
    bounded.doAppend(new LoggingEvent("", named, level, message, cause, new Object[0]));
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aLibrarySaysFiveLinesThenOneASecondAndHowManyItLeftOut() {
    for (int i = 0; i < 100_000; i++) {
      say(LIBRARY, Level.WARN, "an exceptionCaught() event was fired", new RuntimeException("x"));
    }
    say("io.netty.handler.ssl.SslHandler", Level.WARN, "another library's", null);
    assertThat(lines.list).hasSize(6);
    now = now.plusSeconds(1);
    say(LIBRARY, Level.WARN, "later", new RuntimeException("y"));
    assertThat(messages().get(6)).isEqualTo("later (and 99995 others meanwhile)");
    assertThat(lines.list.get(6).getThrowableProxy().getMessage()).isEqualTo("y");
  }

  @Test
  void thisProgramMaySayMore() {
    for (int i = 0; i < 100_000; i++) {
      say("io.lynceus.master.slaves.SlaveConnection", Level.INFO, "slave joined", null);
    }
    assertThat(lines.list).hasSize(2000);
  }

  @Test
  void debugIsNotBounded() {
    for (int i = 0; i < 3000; i++) {
      say(LIBRARY, Level.DEBUG, "detail", null);
    }
    assertThat(lines.list).hasSize(3000);
  }

  @Test
  void aLongMessageIsCut() {
    say(LIBRARY, Level.WARN, "x".repeat(100_000), null);
    assertThat(messages().get(0)).hasSize(BoundedAppender.LONGEST_MESSAGE + 1);
  }
}
