package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Writes an answer as fast as its client takes it; no thread waits for that. */
final class AnswerWriter implements WriteListener {
  private final ServletOutputStream out;
  private final byte[] body;
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private boolean given;

  private AnswerWriter(ServletOutputStream out, byte[] body) {
    this.out = out;
    this.body = body;
  }

  /**
   * Begins to write; the request has to be asynchronous by now. Any thread may call it, once for
   * each response.
   *
   * @return completed when all is written, or the client is gone
   */
  static CompletableFuture<Void> write(HttpServletResponse response, Answer answer) {
    byte[] body = (answer.body() + '\n').getBytes(UTF_8);
    response.setStatus(answer.status());
    response.setContentType(answer.type());
    response.setContentLength(body.length);
    answer.headers().forEach(response::setHeader);
    try {
      AnswerWriter writer = new AnswerWriter(response.getOutputStream(), body);
      writer.out.setWriteListener(writer);
      return writer.written;
    } catch (IOException | IllegalStateException e) {
      return CompletableFuture.completedFuture(null); // the request has been ended in the meantime
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      if (given) {
        written.complete(null);
        return;
      }
      given = true;
      out.write(body);
    }
  }

  @Override
  public void onError(Throwable cause) {
    written.complete(null);
  }
}
