package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.Command.Authenticate;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.line.HttpRequestLine;
import io.lynceus.master.gateway.items.line.TextStart;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Before {@code AUTH}: refuses anything else at the first byte that differs. */
final class AwaitingAuth implements Stage {
  static final Item.Refused UNAUTHORIZED =
      Item.refusedLine(RejectionCode.UNAUTHORIZED, "send AUTH with the master's tasks.token first");

  private static final byte[] COMMAND = "AUTH ".getBytes(StandardCharsets.US_ASCII);

  private final ParserContext context;

  AwaitingAuth(ParserContext context) {
    this.context = context;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    TextStart text = TextStart.of(pending);
    if (text.isUtf16() || text == TextStart.UTF8_MARK) {
      pending.position(pending.position() + text.markBytes());
      return Step.to(text.isUtf16() ? new Utf16Line(text.charset(), this::authenticate) : this);
    }
    return text == TextStart.UNCLEAR ? Step.to(this) : line(pending);
  }

  private Step line(ByteBuffer pending) {
    if (HttpRequestLine.mayStart(pending)) {
      return httpOrRefusal(pending);
    }
    for (int i = 0; i < Math.min(COMMAND.length, pending.remaining()); i++) {
      if ((pending.get(pending.position() + i) & 0xdf) != (COMMAND[i] & 0xdf)) {
        return refusal();
      }
    }
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      return authenticate(CommandLine.take(pending, lineFeed));
    }
    boolean mayContinue =
        lineFeed == ItemStart.TEXT_SO_FAR && pending.remaining() < ItemStart.MAX_LINE;
    return mayContinue ? Step.to(this) : refusal();
  }

  private Step httpOrRefusal(ByteBuffer pending) {
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      String line = CommandLine.take(pending, lineFeed);
      return HttpRequestLine.is(line, CommandParser.NAMES)
          ? Step.to(ENDED, new Item.HttpRequest(HttpRequestLine.isVersion2(line)))
          : refusal();
    }
    boolean mayContinue =
        lineFeed == ItemStart.TEXT_SO_FAR && pending.remaining() < ItemStart.MAX_LINE;
    return mayContinue ? Step.to(this) : refusal();
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
      if (CommandParser.parse(line, context.parser::keys) instanceof Authenticate offered) {
        return context.authenticate(offered.token())
            ? Step.to(new ItemBoundary(context), new Item.RightToken())
            : Step.to(ENDED, new Item.WrongToken(UNAUTHORIZED));
      }
    } catch (BadCommandException e) {
      return refusal();
    }
    return refusal();
  }

  private static Step refusal() {
    return Step.to(ENDED, UNAUTHORIZED);
  }
}
