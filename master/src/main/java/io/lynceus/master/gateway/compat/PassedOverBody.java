package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * The body of a request that is answered whatever it holds. A short one is read to its end, so that
 * the client can use its connection again.
 */
final class PassedOverBody implements BodyReader {
  private static final long SHORT = 64 << 10;

  private final HttpExchange exchange;
  private final Function<HttpExchange, HttpResponse> answer;
  private long taken;

  PassedOverBody(HttpExchange exchange, Function<HttpExchange, HttpResponse> answer) {
    this.exchange = exchange;
    this.answer = answer;
  }

  @Override
  public void take(ByteBuffer bytes) {
    taken += bytes.remaining();
    if (taken > SHORT) {
      ended();
    }
  }

  @Override
  public void ended() {
    exchange.respond(() -> answer.apply(exchange));
  }

  @Override
  public void cutOff() {
    ended();
  }
}
