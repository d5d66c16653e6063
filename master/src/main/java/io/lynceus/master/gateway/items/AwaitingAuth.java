package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.Command.Authenticate;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Before {@code AUTH}: refuses everything else at its first byte that differs. */
final class AwaitingAuth implements Stage {
  private static final byte[] COMMAND = "AUTH ".getBytes(StandardCharsets.US_ASCII);

  private final ParserContext reception;

  AwaitingAuth(ParserContext reception) {
    this.reception = reception;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    for (int i = 0; i < Math.min(COMMAND.length, pending.remaining()); i++) {
      if ((pending.get(pending.position() + i) & 0xdf) != (COMMAND[i] & 0xdf)) {
        return refusal();
      }
    }
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      return authenticate(CommandLine.take(pending, lineFeed));
    }
    boolean mayFollow =
        lineFeed == ItemStart.TEXT_SO_FAR && pending.remaining() < ItemStart.MAX_LINE;
    return mayFollow ? Step.to(this) : refusal();
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    return pending.hasRemaining() ? refusal() : Step.to(this);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return pending.hasRemaining() ? Expectation.REST : Expectation.NOTHING;
  }

  private Step authenticate(String line) {
    try {
      if (CommandParser.parse(line, reception.parser.keys()) instanceof Authenticate offered
          && reception.authenticate(offered.token())) {
        return Step.to(new ItemBoundary(reception));
      }
    } catch (BadCommandException e) {
      return refusal();
    }
    return refusal();
  }

  static Step refusal() {
    return Step.to(
        new Ended(),
        Item.refusedLine(
            RejectionCode.UNAUTHORIZED, "AUTH and the master's tasks.token have to come first"));
  }
}
