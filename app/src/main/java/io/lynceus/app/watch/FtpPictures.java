package io.lynceus.app.watch;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.watch.folder.Fate;
import io.lynceus.app.watch.folder.FileFacts;
import io.lynceus.app.watch.folder.FolderWatch;
import io.lynceus.app.watch.folder.PictureAsk;
import io.lynceus.app.watch.folder.WatchLink;
import io.lynceus.app.watch.ftp.FtpUser;
import io.lynceus.app.watch.ftp.PictureTaker;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Sends uploaded pictures to the master, and waits for their replies. A picture that a client sends
 * again has the same id, so that the master replies to it once. Any thread may call it.
 */
final class FtpPictures implements PictureTaker {
  /** Cameras wait for half a minute or so; then they send again. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int WINDOW = 64;
  private static final int MOST_LATE = 1000;

  private final WatchLink link;
  private final PictureAsk asks;
  private final FolderWatch.Lines lines;

  /** How often a picture came too late, by its id: the master keeps such a reply, too. */
  private final Map<String, Integer> late = new LinkedHashMap<>();

  FtpPictures(WatchLink link, PictureAsk asks, FolderWatch.Lines lines) {
    this.link = link;
    this.asks = asks;
    this.lines = lines;
  }

  /** How to reach the master: a client that waits for its acknowledgement is told soon. */
  static ClientConfig config(ClientConfig config) {
    return config.withRetries(new ClientConfig.Retries(PATIENCE, PATIENCE)).withWindow(WINDOW);
  }

  @Override
  public Verdict take(FtpUser user, String name, byte[] picture) throws InterruptedException {
    Optional<TaskClient> client = link.client();
    if (client.isEmpty()) {
      return again("the master is away");
    }
    Ask ask = asks.ofUpload(user.name(), user.camera(), name, FileFacts.of(picture));
    String id = ask.id().orElseThrow();
    Reply reply;
    try {
      reply = client.get().submit(picture, ask.withId(Optional.of(id + suffix(id)))).get();
    } catch (ExecutionException e) {
      return lost(client.get(), e);
    }
    link.replied();
    Fate fate = Fate.of(reply);
    if (fate == Fate.NO_SLAVE || fate == Fate.AGAIN) {
      if (reply.rejection().isEmpty() && fate == Fate.AGAIN) {
        countLate(id);
      }
      return again(fate == Fate.NO_SLAVE ? "there is no slave" : "there was no time or no room");
    }
    if (!lines.print(name, reply)) {
      return again("the lines cannot be written to the output");
    }
    boolean cut = reply.rejection().filter(it -> it.code() == RejectionCode.TRUNCATED).isPresent();
    return new Verdict(cut ? Outcome.CUT : Outcome.ANSWERED, words(reply));
  }

  private static String words(Reply reply) {
    return reply
        .rejection()
        .map(rejection -> "rejected: " + rejection.code())
        .orElse("analysed: " + reply.status().name().toLowerCase(Locale.ROOT));
  }

  private Verdict lost(TaskClient client, ExecutionException e) {
    if (!(e.getCause() instanceof ConnectionLostException loss)) {
      throw new IllegalStateException(e.getCause());
    }
    try {
      link.ended(client, loss);
      return again("the master was lost");
    } catch (CommandException refused) {
      link.away(String.valueOf(refused.getMessage()));
      return again("the master refuses the token");
    }
  }

  private static Verdict again(String why) {
    return new Verdict(Outcome.AGAIN, why + ": send it again");
  }

  private synchronized String suffix(String id) {
    Integer times = late.get(id);
    return times == null ? "" : "-" + (times + 1);
  }

  private synchronized void countLate(String id) {
    late.merge(id, 1, Integer::sum);
    if (late.size() > MOST_LATE) {
      late.remove(late.keySet().iterator().next());
    }
  }
}
