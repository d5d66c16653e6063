package io.lynceus.app.submit;

import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.client.Batch;
import io.lynceus.client.Totals;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;

/** Shows replies as they come, draws them, and adds them up. For one thread at a time. */
final class ReplySink implements Batch.Listener {
  private final Display display;
  private final Drawings drawings;
  private final boolean json;
  private final Totals totals = new Totals();
  private long unreadable;
  private long unanswered;

  ReplySink(Display display, Drawings drawings, boolean json) {
    this.display = display;
    this.drawings = drawings;
    this.json = json;
  }

  @Override
  public void replied(Batch.Item item, Reply reply) {
    show(item.options().name().orElse(item.file().toString()), reply);
    drawings.add(item.file(), reply, display);
  }

  @Override
  public void unreadable(Batch.Item item, IOException cause) {
    unreadable++;
    display.note(Text.shown(item.file()) + " cannot be read any more: there is no reply");
    display.step();
  }

  @Override
  public void unanswered(Batch.Item item) {
    unanswered++;
    display.note(Text.shown(item.file()) + " has no reply");
  }

  /** The next image of a stream. */
  void replied(NumberedReply numbered) {
    Reply reply = numbered.reply();
    show(reply.name().orElse("image " + (totals.images() + 1)), reply);
  }

  private void show(String name, Reply reply) {
    totals.add(reply);
    // Retries and several connections must not show in the numbers, nor a name be cut short.
    display.line(
        json ? ReplyJson.write(totals.images(), reply.withName(name)) : Text.of(name, reply));
    display.step();
  }

  Totals totals() {
    return totals;
  }

  /** Files whose reply will not come, because the master was lost. */
  long unanswered() {
    return unanswered;
  }

  long unreadable() {
    return unreadable;
  }
}
