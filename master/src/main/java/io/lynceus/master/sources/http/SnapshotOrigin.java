package io.lynceus.master.sources.http;

import io.lynceus.master.sources.still.FetchFailure;
import io.lynceus.master.sources.still.StillBuffer;
import io.lynceus.master.sources.still.StillOrigin;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One GET for each still, with the ETag and the date of the last one. */
final class SnapshotOrigin implements StillOrigin {
  private static final int NOT_MODIFIED = 304;
  private static final int MAX_VALIDATOR_CHARS = 512;

  private final CameraHttp http;
  private final Duration limit;
  private @Nullable String tag;
  private @Nullable String date;

  SnapshotOrigin(CameraHttp http, Duration limit) {
    this.http = http;
    this.limit = limit;
  }

  @Override
  public void next(boolean afresh, StillBuffer into, Receiver receiver) {
    HttpHeaders known = new DefaultHttpHeaders();
    if (!afresh && tag != null) {
      known.set(HttpHeaderNames.IF_NONE_MATCH, tag);
    }
    if (!afresh && date != null) {
      known.set(HttpHeaderNames.IF_MODIFIED_SINCE, date);
    }
    http.get(known, new Still(!known.isEmpty(), into, receiver));
  }

  @Override
  public void abort() {
    http.abort();
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public Duration limit() {
    return limit;
  }

  private final class Still implements CameraHttp.Answer {
    private final boolean conditional;
    private final StillBuffer into;
    private final Receiver receiver;
    private boolean unchanged;
    private @Nullable String newTag;
    private @Nullable String newDate;

    Still(boolean conditional, StillBuffer into, Receiver receiver) {
      this.conditional = conditional;
      this.into = into;
      this.receiver = receiver;
    }

    @Override
    public @Nullable FetchFailure head(HttpResponse head) {
      if (conditional && head.status().code() == NOT_MODIFIED) {
        unchanged = true;
        return null;
      }
      FetchFailure failure = Statuses.failure(head);
      if (failure != null) {
        return failure;
      }
      String type = Statuses.type(head);
      if (type.startsWith("multipart/")) {
        return FetchFailure.failed("it answers with a stream of stills: set kind = mjpeg");
      }
      if (type.startsWith("text/")) {
        return FetchFailure.failed(
            "it answers with a text, not with a still: check the path in the url");
      }
      newTag = validator(head, HttpHeaderNames.ETAG);
      newDate = validator(head, HttpHeaderNames.LAST_MODIFIED);
      return into.expect(HttpUtil.getContentLength(head, 0L));
    }

    private @Nullable String validator(HttpResponse head, CharSequence name) {
      String value = head.headers().get(name);
      return value == null || value.length() > MAX_VALIDATOR_CHARS ? null : value;
    }

    @Override
    public @Nullable FetchFailure body(ByteBuffer bytes) {
      return unchanged ? null : into.append(bytes);
    }

    @Override
    public void end() {
      if (unchanged) {
        receiver.unchanged();
        return;
      }
      tag = newTag;
      date = newDate;
      if (into.size() == 0) {
        receiver.failed(FetchFailure.failed("its answer is empty: check the url"));
      } else {
        receiver.still();
      }
    }

    @Override
    public void failed(FetchFailure why) {
      receiver.failed(why);
    }
  }
}
