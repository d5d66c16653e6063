package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void theFirstFileOfAFormIsTakenWhateverItsFieldIsCalled() throws Exception {
    start(atOnce);
    byte[] large = jpegOf(200_000);
    for (String field :
        List.of(
            "name=file; filename=cam1.jpg",
            "name=\"files[]\"; filename=\"cam1.jpg\"",
            "filename=\"cam1.jpg\"",
            "name=upload; filename*=UTF-8''cam1.jpg")) {
      Reply reply = ReplyJson.read(postForm("", form(field(field, large))).body()).reply();
      assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
      assertThat(reply.name()).contains("cam1.jpg");
    }
    byte[] nameless = form(field("name=picture", large));
    assertThat(postForm("", nameless).statusCode()).isEqualTo(200);
    assertNothingHeld();
  }

  @Test
  void aNameInLatin1DoesNotRefuseAGoodPicture() throws Exception {
    start(atOnce);
    byte[] latin1 = joined("name=image; filename=\"".getBytes(UTF_8), new byte[] {(byte) 0xdc});
    byte[] form =
        form(
            joined(
                "--xYzZy\r\nContent-Disposition: form-data; ".getBytes(UTF_8),
                latin1,
                "ber.jpg\"\r\n\r\n".getBytes(UTF_8),
                JPEG,
                "\r\n".getBytes(UTF_8)));
    HttpResponse<String> response = postForm("", form);
    assertThat(ReplyJson.read(response.body()).reply().name()).contains("%DCber.jpg");
  }

  @Test
  void linesOfAFormMayEndWithALineFeedAlone() throws Exception {
    start(atOnce);
    String head = "--xYzZy\nContent-Disposition: form-data; name=f; filename=a.jpg\n\n";
    byte[] form = joined(head.getBytes(UTF_8), JPEG, "\n--xYzZy--\n".getBytes(UTF_8));
    Reply reply = ReplyJson.read(postForm("", form).body()).reply();
    assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
  }

  @Test
  void fieldsOfAFormAreOptionsUnlessTheQueryHasThem() throws Exception {
    start(atOnce);
    byte[] form =
        form(
            field("name=analyses", "faces".getBytes(UTF_8)),
            field("name=submit", "Send".getBytes(UTF_8)),
            field("name=image; filename=a.jpg", JPEG),
            field("name=labels", "person,Tür".getBytes(UTF_8)),
            field("name=name", "mine".getBytes(UTF_8)));
    assertThat(postForm("?analyses=edges", form).statusCode()).isEqualTo(200);
    Ask asked = atOnce.tasks.get(0).request().ask();
    assertThat(asked.analyses()).containsExactly(Analysis.EDGES);
    assertThat(asked.options().list("labels")).containsExactly("person", "Tür");
    assertThat(asked.name()).contains("mine");
    byte[] wrong = form(field("name=image", JPEG), field("name=min-score", "high".getBytes(UTF_8)));
    byte[] twice =
        form(
            field("name=image", JPEG),
            field("name=analyses", "faces".getBytes(UTF_8)),
            field("name=analyses", "edges".getBytes(UTF_8)));
    assertThat(postForm("", twice).statusCode()).isEqualTo(200);
    assertThat(atOnce.tasks.get(1).request().ask().analyses())
        .containsExactlyInAnyOrder(Analysis.FACES, Analysis.EDGES);
    HttpResponse<String> refused = postForm("", wrong);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(problem(refused).get("detail").asText()).contains("min-score");
    assertNothingHeld();
  }

  @Test
  void aFormWithTwoFilesIsRefusedByTheirNames() throws Exception {
    start(atOnce);
    byte[] two =
        form(field("name=a; filename=front.jpg", JPEG), field("name=image; filename=b.jpg", JPEG));
    HttpResponse<String> refused = postForm("", two);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(problem(refused).get("detail").asText())
        .isEqualTo(
            "the form has two files, 'front.jpg' (field 'a') and 'b.jpg' (field 'image'): send each"
                + " image in a request of its own");
    assertThat(atOnce.tasks).isEmpty();
    byte[] json =
        joined(
            "--xYzZy\r\nContent-Disposition: form-data; name=meta; filename=m.json\r\n"
                .getBytes(UTF_8),
            "Content-Type: application/json\r\n\r\n{}\r\n".getBytes(UTF_8));
    assertThat(postForm("", form(json, field("name=p; filename=p.jpg", JPEG))).statusCode())
        .isEqualTo(200);
    assertNothingHeld();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=image                 | data:image/jpeg;base64,/9j/ | 400 | a data: URI",
        "name=photo                 | data:image/jpeg;base64,/9j/ | 400 | the field 'photo' is a"
            + " data: URI",
        "name=image; filename=a.jpg | ''                          | 400 | 'a.jpg' (field 'image')"
            + " is empty",
        "name=x                     | y                           | 400 | the form has no image",
      })
  void aFormWithoutTheBytesOfAnImageIsToldWhatToSend(
      String disposition, String content, int status, String detail) throws Exception {
    start(atOnce);
    HttpResponse<String> refused = postForm("", form(field(disposition, content.getBytes(UTF_8))));
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.body()).contains(detail, "curl -F image=@FILE");
  }

  @Test
  void aFieldThatHoldsAnImageInBase64IsToldSo() throws Exception {
    start(atOnce);
    byte[] base64 = Base64.getMimeEncoder().encode(jpegOf(100_000));
    HttpResponse<String> refused = postForm("", form(field("name=photo", base64)));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(problem(refused).get("detail").asText()).contains("'photo' is an image in base64");
    byte[] encoded =
        form(field("name=image; filename=a.jpg\r\nContent-Transfer-Encoding: base64", base64));
    HttpResponse<String> part = postForm("", encoded);
    assertThat(part.statusCode()).isEqualTo(415);
    assertThat(problem(part).get("detail").asText()).contains("base64", "as they are");
    assertNothingHeld();
  }

  @Test
  void aFormWithoutItsBoundaryIsToldWhichLineIsMissing() throws Exception {
    start(atOnce);
    byte[] image = field("name=image", JPEG);
    assertThat(problem(postForm("", image)).get("detail").asText())
        .isEqualTo("the form has no end: its last line has to be '--xYzZy--'");
    byte[] other = new String(image, ISO_8859_1).replace("xYzZy", "x").getBytes(ISO_8859_1);
    assertThat(problem(postForm("", other)).get("detail").asText())
        .isEqualTo(
            "the body has no line '--xYzZy', the boundary that its header Content-Type names");
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
            form(field("name=picture", "text".getBytes(UTF_8))),
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
