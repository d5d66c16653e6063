package io.lynceus.master.webhooks;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts the requests of one webhook, on connections that are used again. It follows no redirect,
 * uses no proxy, keeps no cookies, and checks the certificate and its name. Any thread may call it.
 */
final class WebhookClient {
  /** Of an answer's body that much is read, and nothing of it kept. */
  static final int MOST_BODY_BYTES = 64 << 10;

  /** Once the head has come, the body gets this time; a connection is used again after it. */
  private static final Duration BODY_TIME = Duration.ofSeconds(1);

  private final HttpClient client;
  private final Duration timeout;
  private final InstantSource clock;

  /**
   * @param prefix of the setting's key, for messages
   * @param ca the CAs that are trusted; empty: those of the JVM
   * @param threads run what the answers bring
   * @throws IOException when the file with the CAs cannot be used; names the setting
   */
  WebhookClient(
      String prefix, Optional<String> ca, Duration timeout, InstantSource clock, Executor threads)
      throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(timeout)
            .executor(threads);
    if (ca.isPresent()) {
      TlsFiles files = TlsFiles.of(prefix, "", "", ca.get());
      builder.sslContext(ClientTls.open(new ClientTls.Settings(files, true)).context());
    }
    this.client = builder.build();
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Posts a request.
   *
   * @return what became of it, at the latest a second after the timeout; does not fail
   */
  CompletionStage<WebhookAnswer> post(URI to, Map<String, String> headers, byte[] body) {
    Head head = new Head(clock.instant());
    CompletableFuture<HttpResponse<Void>> sent;
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(to).timeout(timeout).POST(BodyPublishers.ofByteArray(body));
      headers.forEach(request::setHeader);
      sent = client.sendAsync(request.build(), head::read);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          WebhookAnswer.none("the request cannot be made: is a header or the address wrong?"));
    }
    // The request's own timeout is over once the head has come; a body may drip.
    var unused = head.come.thenRun(() -> cancelAfter(BODY_TIME, sent));
    return sent.handle((response, failure) -> head.answer(failure, timeout));
  }

  private static void cancelAfter(Duration time, CompletableFuture<?> sent) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> sent.cancel(true));
  }

  /** The head of an answer, which decides; its body is read and dropped. */
  private static final class Head {
    private final Instant now;
    private final CompletableFuture<Void> come = new CompletableFuture<>();
    private volatile @Nullable WebhookAnswer answer;

    Head(Instant now) {
      this.now = now;
    }

    BodySubscriber<Void> read(ResponseInfo info) {
      answer = WebhookAnswer.of(info.statusCode(), info.headers(), now);
      come.complete(null);
      return new DroppedBody();
    }

    WebhookAnswer answer(@Nullable Throwable failure, Duration timeout) {
      WebhookAnswer known = answer;
      return known != null ? known : WebhookAnswer.none(why(failure, timeout));
    }

    /** Without what the failure says of the address. */
    private static String why(@Nullable Throwable failure, Duration timeout) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      if (cause instanceof HttpTimeoutException || cause instanceof CancellationException) {
        return "no answer within " + timeout.toMillis() + " ms";
      }
      if (cause instanceof SSLException tls) {
        return "TLS: " + ClientTls.fault(tls).getMessage();
      }
      if (cause instanceof ConnectException) {
        return "cannot connect: is the receiver running, and is its name right?";
      }
      return cause instanceof IOException
          ? "the connection broke before an answer came"
          : "a fault of the master: " + cause;
    }
  }

  private static final class DroppedBody implements BodySubscriber<Void> {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private long left = MOST_BODY_BYTES;

    @Override
    public CompletionStage<Void> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      left -= bytes.stream().mapToLong(ByteBuffer::remaining).sum();
      Subscription from = subscription;
      if (from == null) {
        return;
      }
      if (left < 0) {
        from.cancel();
        done.complete(null);
      } else {
        from.request(1);
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.complete(null); // the head has said what counts
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
