package io.lynceus.app.cli;

import io.lynceus.common.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Where a subcommand's lines pass on their way to the terminal: what a terminal would obey is
 * escaped, whatever of it came from a master, a file's name or a setting. Line ends and tabs stay.
 */
public final class SafeWriter extends Writer {
  private final PrintWriter out;

  private SafeWriter(PrintWriter out) {
    this.out = out;
  }

  /** The same writer with all that it prints made safe. */
  public static PrintWriter over(PrintWriter out) {
    return new PrintWriter(new SafeWriter(out), true);
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    write(new String(buffer, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    write(text.substring(offset, offset + length));
  }

  @Override
  public void write(String text) {
    out.write(SafeText.ofJson(text));
  }

  @Override
  public void flush() throws IOException {
    if (out.checkError()) { // flushes too
      throw new IOException("the output cannot be written");
    }
  }

  @Override
  public void close() {
    out.close();
  }
}
