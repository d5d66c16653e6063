package io.lynceus.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send ends up in log lines, by {@code logback.xml} itself. */
class SafeLogTest {
  private static final String HARMFUL = "a\u001b[2Jb\u0085c\u2028d\u202ee\r\nf";

  @ParameterizedTest
  @ValueSource(strings = {"plain", "json"})
  void aLineStaysOneLineAndDoesNothing(String format) throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("lynceus.log.format", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(SafeLogTest.class.getResource("/logback.xml")));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    BoundedAppender bounded = (BoundedAppender) root.getAppender("bounded");
    OutputStreamAppender<?> appender = (OutputStreamAppender<?>) bounded.getAppender(format);

    LoggingEvent event =
        new LoggingEvent("", root, Level.WARN, "refused " + HARMFUL, null, new Object[0]);
    event.setMDCPropertyMap(Map.of("trace", "t" + HARMFUL, "camera", HARMFUL));
    @SuppressWarnings("unchecked")
    var encoder = (Encoder<Object>) appender.getEncoder();
    String line = new String(encoder.encode(event), UTF_8);

    assertThat(line.toLowerCase(Locale.ROOT))
        .contains("refused a\\u001b[2jb\\u0085c\\u2028d\\u202ee", "\\u001b[2jb");
    assertThat(line.stripTrailing().chars())
        .allMatch(c -> c >= ' ' && c < 0x7f, "printable ASCII only");
    context.stop();
  }
}
