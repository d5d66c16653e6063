package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Asks a master for what only administrators may do. */
final class Administration {
  private Administration() {}

  /** What is asked. */
  interface Question<T> {
    T ask(ClientConfig master) throws IOException;
  }

  /**
   * Asks with one token after the other until the master takes it.
   *
   * @param ways configurations for one master, at least one
   * @throws CommandException when the master takes none; says what to do
   * @throws IOException for any other failure
   */
  static <T> T ask(List<ClientConfig> ways, Question<T> question)
      throws CommandException, IOException {
    Iterator<ClientConfig> left = ways.iterator();
    while (true) {
      try {
        return question.ask(left.next());
      } catch (ConnectionLostException e) {
        boolean unauthorized =
            e.rejection().filter(r -> r.code() == RejectionCode.UNAUTHORIZED).isPresent();
        if (!unauthorized) {
          throw e;
        }
        if (!left.hasNext()) {
          throw new CommandException(
              CommandException.USAGE,
              "the master refuses this without its administrators' token ("
                  + Text.shown(String.valueOf(e.getMessage()))
                  + "). Set LYNCEUS_ADMIN_TOKEN to its tasks.admin-token, or run this command on"
                  + " the master's machine as the master's user",
              e);
        }
      }
    }
  }
}
