package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** What the server itself refuses, before any of our handlers sees it, is a problem like others. */
final class JsonErrors extends ErrorHandler {

  @Override
  public ByteBuffer badMessageError(
      int status, @Nullable String reason, HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return ByteBuffer.wrap(body(status, reason));
  }

  @Override
  protected void generateAcceptableResponse(
      Request base,
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      @Nullable String reason)
      throws IOException {
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(body(status, reason));
  }

  private static byte[] body(int status, @Nullable String reason) {
    String message = "this is no HTTP request that the master takes";
    Rejection refusal =
        new Rejection(
            RejectionCode.BAD_COMMAND, reason == null ? message : message + ": " + reason);
    return (Answer.problem(status, refusal).body() + '\n').getBytes(UTF_8);
  }
}
