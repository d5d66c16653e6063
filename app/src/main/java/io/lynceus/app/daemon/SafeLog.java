package io.lynceus.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.pattern.MDCConverter;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.lynceus.common.SafeText;

/**
 * The parts of log lines that may hold text of strangers, made safe: of all libraries too, because
 * this is where all lines pass. {@code logback.xml} names them.
 */
public final class SafeLog {
  private SafeLog() {}

  /** The message: one line, whatever it holds. */
  public static final class Message extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return SafeText.of(super.convert(event));
    }
  }

  /** A value of the logging context. */
  public static final class Context extends MDCConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return SafeText.of(super.convert(event));
    }
  }

  /** An exception, on several lines. */
  public static final class Thrown extends ThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return SafeText.ofJson(super.convert(event));
    }
  }

  /** An event as a line of JSON. */
  public static final class Json extends JsonEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      return SafeText.ofJson(new String(super.encode(event), UTF_8)).getBytes(UTF_8);
    }
  }
}
