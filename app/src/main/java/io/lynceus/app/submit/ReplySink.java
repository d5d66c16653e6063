package io.lynceus.app.submit;

import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.client.Batch;
import io.lynceus.client.Totals;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;

/** Shows replies as they arrive, draws them, and counts them. For one thread at a time. */
final class ReplySink implements Batch.Listener {
  private final Display display;
  private final Drawings drawings;
  private final boolean json;
  private final Totals totals = new Totals();
  private long unreadable;
  private long lost;

  ReplySink(Display display, Drawings drawings, boolean json) {
    this.display = display;
    this.drawings = drawings;
    this.json = json;
  }

  @Override
  public void replied(Batch.Upload upload, Reply reply) {
    show(upload.options().name().orElse(upload.file().toString()), reply);
    drawings.add(upload.file(), reply, display);
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
    show(reply.name().orElse("image " + (totals.images() + 1)), reply);
  }

  private void show(String name, Reply reply) {
    totals.add(reply);
    // A resend or a second connection must not show in the number, nor a cut name.
    display.line(
        json ? ReplyJson.write(totals.images(), reply.withName(name)) : Text.of(name, reply));
    display.step();
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
