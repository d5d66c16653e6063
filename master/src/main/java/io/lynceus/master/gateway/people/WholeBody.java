package io.lynceus.master.gateway.people;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.Problems;
import io.lynceus.master.gateway.ByteBudget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A body that is taken whole. Called on the event loop of the connection. */
final class WholeBody implements BodyReader {
  private final HttpExchange exchange;
  private final Problems problems;
  private final ByteBudget budget;
  private final long mostBytes;
  private final Consumer<byte[]> whole;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean refused;

  /**
   * @param problems makes the refusals of a body that is too long, or not whole
   * @param budget has room for the body; what was taken of it is given back when the exchange ends
   * @param whole gets the body; responds
   */
  WholeBody(
      HttpExchange exchange,
      Problems problems,
      ByteBudget budget,
      long mostBytes,
      Consumer<byte[]> whole) {
    this.exchange = exchange;
    this.problems = problems;
    this.budget = budget;
    this.mostBytes = mostBytes;
    this.whole = whole;
    var unused =
        exchange
            .ended()
            .thenRun(
                () -> {
                  budget.giveBack(body.size());
                  budget.close();
                });
  }

  @Override
  public void take(ByteBuffer bytes) {
    if (refused) {
      return;
    }
    if (Math.max(exchange.contentLength(), body.size() + (long) bytes.remaining()) > mostBytes) {
      refuse(413, "the body has at most " + mostBytes + " bytes");
    } else if (!budget.tryTake(bytes.remaining())) {
      refuse(503, "the master has no room for more images now: send it again later");
    } else {
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      body.writeBytes(piece);
    }
  }

  private void refuse(int status, String message) {
    refused = true;
    exchange.respond(problems.response(status, message));
  }

  @Override
  public void ended() {
    if (!refused) {
      whole.accept(body.toByteArray());
    }
  }

  @Override
  public void cutOff() {
    if (!refused) {
      refuse(400, "the body did not come whole");
    }
  }
}
