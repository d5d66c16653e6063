package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.items.Command.Analyze;
import io.lynceus.master.gateway.items.Command.Authenticate;
import io.lynceus.master.gateway.items.Command.SetOptions;
import io.lynceus.master.gateway.items.line.Argument;
import io.lynceus.master.gateway.items.line.HttpRequestLine;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out the part of a command that decides how the following bytes are read. */
final class CommandLine {
  private final ParserContext context;
  private final Stage after;

  /**
   * @param after the stage between items
   */
  CommandLine(ParserContext context, Stage after) {
    this.context = context;
    this.after = after;
  }

  /** Consumes a line and its line feed, which is at this index. */
  static String take(ByteBuffer pending, int lineFeed) {
    byte[] line = new byte[lineFeed - pending.position()];
    pending.get(line).get();
    return text(line);
  }

  /** A line's text in UTF-8, without the CRs at its end. */
  static String text(byte[] line) {
    int length = line.length;
    while (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  Stage.Step carryOut(String line) {
    if (HttpRequestLine.is(line, CommandParser.NAMES)) {
      return Stage.Step.to(Stage.ENDED, new Item.HttpRequest(HttpRequestLine.isVersion2(line)));
    }
    try {
      return carryOut(CommandParser.parse(line, context.parser::keys));
    } catch (BadCommandException e) {
      return Stage.Step.to(after, Item.refusedLine(RejectionCode.BAD_COMMAND, e.getMessage()));
    }
  }

  private Stage.Step carryOut(Command command) throws BadCommandException {
    Optional<Right> needed = command.right();
    if (needed.isPresent() && !context.grant().may(needed.get())) {
      Item.Refused refusal =
          Item.refusedLine(
              RejectionCode.UNAUTHORIZED,
              context.token.refusal(context.grant(), needed.get(), "send it with AUTH first"));
      return Stage.Step.to(after, context.forgetGuess() ? new Item.WrongToken(refusal) : refusal);
    }
    if (command instanceof Item item) {
      return Stage.Step.to(after, item);
    }
    if (command instanceof SetOptions set) {
      if (set.options().stream().anyMatch(option -> option.key().equals("id"))) {
        throw new BadCommandException("an id is for one image: send it with ANALYZE");
      }
      context.setDefaults(changed(set.options()));
    } else if (command instanceof Analyze analyze) {
      return analyze(analyze);
    } else if (command instanceof Authenticate offered) {
      return authenticate(offered.token());
    }
    return Stage.Step.to(after);
  }

  /**
   * Where every client is let in, a guess is passed over, as it shows only when a command needs the
   * administrators' token; a second guess before that is not.
   */
  private Stage.Step authenticate(String offered) {
    boolean again = context.hasGuessed();
    if (!context.authenticate(offered) || (again && context.token.isGuess(offered))) {
      return Stage.Step.to(Stage.ENDED, new Item.WrongToken(AwaitingAuth.UNAUTHORIZED));
    }
    return Stage.Step.to(after, context.token.isGuess(offered) ? null : new Item.RightToken());
  }

  /** The announced bytes are never read as anything else, even if the options are bad. */
  private Stage.Step analyze(Analyze command) {
    try {
      Ask ask = changed(command.options());
      return Stage.Step.to(new SizedImage(context, command.size(), ask, after));
    } catch (BadCommandException e) {
      return Stage.Step.to(
          new Skipping(command.size(), after),
          Item.refused(
              context.defaults().withId(idIn(command.options())),
              new Rejection(RejectionCode.BAD_COMMAND, e.getMessage())));
    }
  }

  /** The id that a command gives its image, if it is one. */
  private static Optional<String> idIn(List<Argument> options) {
    return options.stream()
        .filter(option -> option.key().equals("id"))
        .map(Argument::value)
        .filter(AskParser::isId)
        .findFirst();
  }

  private Ask changed(List<Argument> options) throws BadCommandException {
    CommandParser.requireKeys(options, context.parser::keys);
    return context.parser.with(
        context.defaults(),
        options.stream().map(option -> Map.entry(option.key(), option.value())).toList());
  }
}
