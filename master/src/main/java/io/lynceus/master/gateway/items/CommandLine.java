package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.Command.Analyze;
import io.lynceus.master.gateway.items.Command.Authenticate;
import io.lynceus.master.gateway.items.Command.Drain;
import io.lynceus.master.gateway.items.Command.Plain;
import io.lynceus.master.gateway.items.Command.SetOptions;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Carries out what of a command line concerns the reading of what follows it. */
final class CommandLine {
  private final ParserContext reception;
  private final Stage after;

  /**
   * @param after the stage between items
   */
  CommandLine(ParserContext reception, Stage after) {
    this.reception = reception;
    this.after = after;
  }

  /** Consumes a line and its line feed, which is at an index. */
  static String take(ByteBuffer pending, int lineFeed) {
    byte[] line = new byte[lineFeed - pending.position()];
    pending.get(line).get();
    return text(line);
  }

  /** A line's text, without the CR of its end. Names may have letters beyond ASCII, in UTF-8. */
  static String text(byte[] line) {
    int length = line.length;
    while (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  Stage.Step carryOut(String line) {
    try {
      return carryOut(CommandParser.parse(line, reception.parser.keys()));
    } catch (BadCommandException e) {
      return Stage.Step.to(after, Item.refusedLine(RejectionCode.BAD_COMMAND, e.getMessage()));
    }
  }

  private Stage.Step carryOut(Command command) throws BadCommandException {
    if (command instanceof Plain plain) {
      return Stage.Step.to(after, new Item.PlainCommand(plain.word()));
    }
    if (command instanceof Drain drain) {
      return Stage.Step.to(after, drain(drain));
    }
    if (command instanceof SetOptions set) {
      if (set.options().containsKey("id")) {
        throw new BadCommandException("an id is for one image: give it with ANALYZE");
      }
      reception.setDefaults(changed(set.options()));
    } else if (command instanceof Analyze analyze) {
      return analyze(analyze);
    } else if (command instanceof Authenticate offered
        && !reception.authenticate(offered.token())) {
      return AwaitingAuth.refusal();
    }
    return Stage.Step.to(after);
  }

  private Item drain(Drain command) {
    return reception.mayAdminister()
        ? new Item.Drain(command.slave(), command.draining())
        : Item.refusedLine(
            RejectionCode.UNAUTHORIZED,
            "to drain slaves is for those who give the master's tasks.admin-token with AUTH");
  }

  /**
   * Bytes that were announced are never taken for anything else, even where the options are bad.
   */
  private Stage.Step analyze(Analyze command) {
    try {
      Ask ask = changed(command.options());
      return Stage.Step.to(new SizedImage(reception, command.size(), ask, after));
    } catch (BadCommandException e) {
      return Stage.Step.to(
          new Skipping(command.size(), after),
          Item.refused(reception.defaults().name(), RejectionCode.BAD_COMMAND, e.getMessage()));
    }
  }

  private Ask changed(Map<String, String> changes) throws BadCommandException {
    Ask ask = reception.defaults();
    for (Map.Entry<String, String> change : changes.entrySet()) {
      ask = reception.parser.with(ask, change.getKey(), change.getValue());
    }
    return ask;
  }
}
