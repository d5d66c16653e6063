package io.lynceus.app.cli;

import io.lynceus.common.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a subcommand's lines pass on their way to the terminal: what a terminal would obey is
 * escaped, whatever of it came from a master, a file's name or a setting. Line ends and tabs stay,
 * and so do the few sequences that {@link Ink} and {@link FileLink} write: they change how words
 * look and what a click on them opens, a file of this machine. {@link Text#shown(String)} keeps
 * even these out of the texts of others.
 */
public final class SafeWriter extends Writer {
  private static final char ESCAPE = '\u001b';

  private static final Pattern OURS =
      Pattern.compile("\u001b\\[(?:0|1|2|31|32|33|35)m|" + FileLink.SEQUENCE);

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
    if (text.indexOf(ESCAPE) < 0) { // a line of JSON may hold megabytes
      out.write(SafeText.ofJson(text));
      return;
    }
    Matcher ours = OURS.matcher(text);
    int done = 0;
    while (ours.find()) {
      out.write(SafeText.ofJson(text.substring(done, ours.start())));
      out.write(ours.group());
      done = ours.end();
    }
    out.write(SafeText.ofJson(text.substring(done)));
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
