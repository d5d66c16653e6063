package io.lynceus.master.sources.http;

import io.lynceus.master.sources.still.FetchFailure;
import io.lynceus.master.sources.still.StillBuffer;
import io.lynceus.master.sources.still.StillOrigin;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One GET for a stream of stills, {@code multipart/x-mixed-replace}. The first still that begins
 * after it is asked for is taken; the others are passed over, and nothing of them is kept.
 */
final class MjpegOrigin implements StillOrigin {
  private final CameraHttp http;
  private final Duration limit;
  private @Nullable Stream stream;
  private @Nullable StillBuffer into;
  private @Nullable Receiver receiver;

  MjpegOrigin(CameraHttp http, Duration limit) {
    this.http = http;
    this.limit = limit;
  }

  @Override
  public void next(boolean afresh, StillBuffer still, Receiver told) {
    into = still;
    receiver = told;
    if (stream == null) {
      Stream opened = new Stream();
      stream = opened;
      http.get(EmptyHttpHeaders.INSTANCE, opened);
    }
  }

  @Override
  public void abort() {
    if (receiver != null) {
      close();
    }
  }

  @Override
  public void close() {
    forget();
    stream = null;
    http.close();
  }

  private void forget() {
    into = null;
    receiver = null;
  }

  @Override
  public Duration limit() {
    return limit;
  }

  /** One response. */
  private final class Stream implements CameraHttp.Answer, PartCutter.Sink {
    private final PartCutter cutter = new PartCutter(this);
    private boolean taking;
    private @Nullable FetchFailure refused;

    @Override
    public @Nullable FetchFailure head(HttpResponse head) {
      FetchFailure failure = Statuses.failure(head);
      String type = Statuses.type(head);
      if (failure != null || type.startsWith("multipart/")) {
        return failure;
      }
      return FetchFailure.failed(
          type.startsWith("image/")
              ? "it answers with one still, not with a stream: set kind = snapshot"
              : "it answers with no multipart/x-mixed-replace: check the path in the url");
    }

    @Override
    public @Nullable FetchFailure body(ByteBuffer bytes) {
      FetchFailure wrong = cutter.take(bytes);
      return wrong == null ? refused : wrong;
    }

    @Override
    public void partBegins(long length) {
      taking = into != null;
      if (into != null) {
        refused = into.expect(length);
      }
    }

    @Override
    public void partBytes(ByteBuffer some) {
      if (taking && into != null && refused == null) {
        refused = into.append(some);
      }
    }

    @Override
    public void partEnds() {
      if (stream != this) {
        return;
      }
      Receiver told = receiver;
      if (taking && refused == null && told != null && into != null && into.size() > 0) {
        taking = false;
        forget();
        told.still();
      }
    }

    @Override
    public void end() {
      failed(FetchFailure.failed("it has ended the stream"));
    }

    @Override
    public void failed(FetchFailure why) {
      if (stream == this) {
        stream = null;
        Receiver told = receiver;
        forget();
        if (told != null) {
          told.failed(why);
        }
      }
    }
  }
}
