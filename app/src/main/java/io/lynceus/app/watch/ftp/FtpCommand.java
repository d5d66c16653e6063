package io.lynceus.app.watch.ftp;

import java.io.IOException;

/** What a command of a client does; it sends the replies. */
@FunctionalInterface
interface FtpCommand {
  /**
   * Runs it.
   *
   * @param argument what stands behind the command's name; may be empty
   * @throws IllegalArgumentException for a wrong argument; its message is the reply
   * @throws IOException ends the connection
   */
  void run(String argument) throws IOException, InterruptedException;
}
