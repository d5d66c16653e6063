package io.lynceus.master.gateway.http;

import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request with an image, from the first byte of its body to the last of its answer; no thread
 * waits for either. The server calls one method at a time.
 *
 * <p>Once a request is refused, the rest of its body is read and dropped for {@code tasks.stall} at
 * most: a client that is still sending would find its connection broken, and not see the answer.
 */
final class ImageExchange implements ReadListener {
  private static final int CHUNK_BYTES = 32 << 10;

  private final Gateway gateway;
  private final Executor pool;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final CompletableFuture<Void> bodyEnded = new CompletableFuture<>();
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private final Object waiting = new Object();
  private volatile int imageBytes;
  private @Nullable Ticket ticket; // guarded by waiting, as is ended
  private boolean ended;
  private Ask options = Ask.DEFAULT;
  private @Nullable ServletInputStream in;
  private @Nullable ImageBody body;

  /**
   * @param request asynchronous by now
   * @param pool where answers are made and begin to be written
   */
  ImageExchange(
      Gateway gateway, Executor pool, HttpServletRequest request, HttpServletResponse response) {
    this.gateway = gateway;
    this.pool = pool;
    this.request = request;
    this.response = response;
  }

  /** Completed when the answer is written, or the client is gone. */
  CompletableFuture<Void> answered() {
    return answered;
  }

  /** Completed when nothing is left to be done for the request. */
  CompletableFuture<Void> done() {
    return CompletableFuture.allOf(bodyEnded, answered);
  }

  /** Lets the body come, as an image with these options. */
  void begin(Ask wanted, ImageBody into) throws IOException {
    options = wanted;
    body = into;
    read();
  }

  /** Refuses the request instead of {@link #begin}. */
  void refuseAtOnce(RefusedRequestException refused) throws IOException {
    refuse(refused);
    if (request.getHeader("Expect") == null) {
      read();
    } else {
      bodyEnded.complete(null); // the client waits for our word before it sends any
    }
  }

  private void read() throws IOException {
    in = request.getInputStream();
    in.setReadListener(this);
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (in != null && in.isReady()) {
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      if (body != null) {
        try {
          body.take(ByteBuffer.wrap(chunk, 0, count));
        } catch (RefusedRequestException e) {
          refuse(e);
        }
      }
    }
  }

  @Override
  public void onAllDataRead() {
    bodyEnded.complete(null);
    if (body != null) {
      try {
        ByteBuffer file = body.image();
        Ask named =
            options.name().isPresent()
                ? options
                : body.fileName().map(options::withName).orElse(options);
        body = null;
        submit(named, file);
      } catch (RefusedRequestException e) {
        refuse(e);
      }
    }
  }

  /** The body does not come to its end: its connection is broken, or has been silent too long. */
  @Override
  public void onError(Throwable cause) {
    bodyEnded.complete(null);
    if (body != null) {
      refuse(new RefusedRequestException(Refusals.CUT_OFF));
    }
  }

  private void submit(Ask wanted, ByteBuffer file) {
    imageBytes = file.remaining();
    Ticket given = gateway.admission().admit(wanted, file, this::replied);
    synchronized (waiting) {
      ticket = ended ? null : given;
    }
  }

  private void replied(Reply reply) {
    if (end()) {
      gateway.budget().giveBack(imageBytes);
      answer(() -> Answer.of(reply));
    }
  }

  /** Waits no longer for a reply. Returns false when that was so before. */
  private boolean end() {
    synchronized (waiting) {
      boolean first = !ended;
      ended = true;
      ticket = null;
      return first;
    }
  }

  /**
   * Gives the image up when its client has gone away while it waits for the reply, of which the
   * server does not tell. Called now and then, by any thread.
   */
  void giveUpIfClientIsGone() {
    synchronized (waiting) { // as long as it waits, nobody else reads from the client
      Ticket given = ticket;
      if (given == null || !ClientEndPoint.of(request).isGone()) {
        return;
      }
      end();
      given.cancel();
    }
    gateway.budget().giveBack(imageBytes);
    ClientEndPoint.of(request).close();
    answered.complete(null);
  }

  private void refuse(RefusedRequestException refused) {
    if (body != null) {
      body.clear();
      body = null;
    }
    if (!bodyEnded.isDone()) {
      response.setHeader("Connection", "close");
      long patience = gateway.config().timeouts().stall().toMillis();
      bodyEnded.completeOnTimeout(null, patience, TimeUnit.MILLISECONDS);
    }
    RejectionCode code = refused.rejection().code();
    if (code != RejectionCode.UNAUTHORIZED && code != RejectionCode.BAD_COMMAND) {
      gateway.intake().refused(code);
    }
    answer(() -> Answer.of(refused, options.name()));
  }

  /** Called by any thread; making the JSON of an edge map takes time that it may not have. */
  private void answer(Supplier<Answer> maker) {
    try {
      pool.execute(
          () -> {
            Answer answer = maker.get();
            int bytes = answer.body().length();
            gateway.budget().take(bytes);
            var unused =
                AnswerWriter.write(response, answer)
                    .thenRun(() -> gateway.budget().giveBack(bytes))
                    .thenAccept(answered::complete);
          });
    } catch (RejectedExecutionException e) {
      answered.complete(null); // the port has been closed: nobody is left to be told
    }
  }
}
