package io.lynceus.app.submit;

import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import io.lynceus.client.Batch;
import io.lynceus.client.FileNames;
import io.lynceus.client.Totals;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Shows replies as they arrive, draws them, counts them, and has their files put away. For one
 * thread at a time.
 */
final class ReplySink implements Batch.Listener {
  private final Display display;
  private final Drawings drawings;
  private final Filing filing;
  private final boolean json;
  private final Style style;
  private final Totals totals = new Totals();
  private long unreadable;
  private long lost;

  /**
   * @param json whether lines are for programs
   * @param style of the others
   */
  ReplySink(Display display, Drawings drawings, Filing filing, boolean json, Style style) {
    this.display = display;
    this.drawings = drawings;
    this.filing = filing;
    this.json = json;
    this.style = style;
  }

  @Override
  public void replied(Batch.Upload upload, Reply reply) {
    Path file = upload.file();
    boolean shown = show(upload.options().name().orElseGet(() -> FileNames.of(file)), reply);
    Runnable afterwards = shown ? () -> filing.file(file, reply) : () -> filing.noLine(file);
    drawings.add(file, reply, display, afterwards);
  }

  @Override
  public void unreadable(Batch.Upload upload, IOException cause) {
    unreadable++;
    display.note(Text.shown(upload.file()) + " can no longer be read: it gets no reply");
    display.step();
  }

  @Override
  public void lost(Batch.Upload upload) {
    lost++;
    display.note(Text.shown(upload.file()) + " has no reply");
  }

  /** Takes the reply to the next image of a stream. */
  void replied(NumberedReply numbered) {
    Reply reply = numbered.reply();
    var unused = show(reply.name().orElse("image " + (totals.images() + 1)), reply);
  }

  private boolean show(String name, Reply reply) {
    totals.add(reply);
    // A resend or a second connection must not show in the number, nor a cut name.
    boolean shown =
        display.line(
            json
                ? ReplyJson.write(totals.images(), reply.withName(name))
                : Text.of(name, reply, style));
    display.step();
    return shown;
  }

  Totals totals() {
    return totals;
  }

  /** The number of files without a reply because the master was lost. */
  long lost() {
    return lost;
  }

  long unreadable() {
    return unreadable;
  }
}
