package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images in multipart forms. */
@Timeout(60)
class FormsByHttpIT extends ServedHttpPort {
  FormsByHttpIT() throws IOException {}

  @Test
  void theFieldImageOfAFormIsTaken() throws Exception {
    start(atOnce);
    byte[] form =
        form(
            field("name=\"comment\"", "hello".getBytes(UTF_8)),
            field("name=\"image\"; filename=\"Tür \\\"1\\\".jpg\"", JPEG));

    Reply reply = ReplyJson.read(postForm("", form).body()).reply();

    assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
    assertThat(reply.name()).contains("Tür \"1\".jpg");
    assertThat(ReplyJson.read(postForm("?name=mine", form).body()).reply().name()).contains("mine");
    assertNothingHeld();
  }

  @Test
  void aFormIsBoundedLikeARawBody() throws Exception {
    int limit = 70_000;
    start(atOnce, Optional.empty(), limit(limit));
    byte[] fits = form(field("name=image", jpegOf(limit)));
    byte[] large = form(field("name=image", jpegOf(limit + 1)));
    byte[] besides = form(field("name=x", new byte[70_000]), field("name=image", JPEG));
    assertThat(postForm("", fits).statusCode()).isEqualTo(200);
    assertThat(postForm("", large).statusCode()).isEqualTo(413);
    assertThat(postForm("", besides).statusCode()).isEqualTo(413);
    assertNothingHeld();
  }

  @Test
  void aFormWithoutOneImageIsABadRequest() throws Exception {
    start(atOnce);
    byte[] image = field("name=image", JPEG);
    for (byte[] wrong :
        List.of(
            form(field("name=picture", JPEG)),
            form(image, image),
            image,
            "no form".getBytes(UTF_8),
            new byte[0])) {
      assertThat(postForm("", wrong).statusCode()).isEqualTo(400);
    }
    HttpRequest.Builder unbounded =
        request("/v1/images")
            .header("Content-Type", "multipart/form-data")
            .POST(BodyPublishers.ofByteArray(form(image)));
    assertThat(send(unbounded).statusCode()).isEqualTo(400);
    assertNothingHeld();
  }
}
