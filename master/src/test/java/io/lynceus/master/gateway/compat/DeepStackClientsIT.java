package io.lynceus.master.gateway.compat;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What programs send that speak to these servers, byte for byte as their HTTP libraries write it,
 * and what these programs look for in the answer. Blue Iris and Agent DVR are closed: their
 * requests here are what is known of them.
 */
@Timeout(60)
class DeepStackClientsIT extends ServedCompatPort {

  /**
   * A program's request.
   *
   * @param head with {@code LENGTH} in the place of the body's length
   * @param before what stands before the picture in the body
   * @param after what follows
   */
  private record Program(
      String name,
      String head,
      String before,
      String after,
      String minScore,
      Optional<Camera> camera) {

    byte[] request() {
      byte[] body = joined(bytes(before), JPEG, bytes(after));
      if (head.contains("chunked")) {
        byte[] size = bytes(Integer.toHexString(body.length) + "\r\n");
        return joined(bytes(head), size, body, bytes("\r\n0\r\n\r\n"));
      }
      return joined(bytes(head.replace("LENGTH", "" + body.length)), body);
    }

    private static byte[] bytes(String lines) {
      return lines.replace("\r", "").replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Program> programs() {
    return Stream.of(
        // .NET writes names without quotes, the boundary with, and each name twice.
        new Program(
            "AI Tool",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: 127.0.0.1:5000
            Content-Type: multipart/form-data; boundary="0b7e9c5e-2b1c-4a52-9e0f-5f2c1c6d9a11"
            Content-Length: LENGTH

            """,
            """
            --0b7e9c5e-2b1c-4a52-9e0f-5f2c1c6d9a11
            Content-Type: text/plain; charset=utf-8
            Content-Disposition: form-data; name=min_confidence

            0.55
            --0b7e9c5e-2b1c-4a52-9e0f-5f2c1c6d9a11
            Content-Disposition: form-data; name=image; filename=Garage.20210705_101500123.jpg; filename*=utf-8''Garage.20210705_101500123.jpg

            """,
            "\n--0b7e9c5e-2b1c-4a52-9e0f-5f2c1c6d9a11--\n",
            "0.55",
            Optional.of(new Camera("garage"))),
        // requests names a file of bytes as its field; an empty field is sent.
        new Program(
            "HASS-Deepstack-object with deepstack-python",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: 127.0.0.1:5000
            User-Agent: python-requests/2.31.0
            Accept-Encoding: gzip, deflate
            Accept: */*
            Connection: keep-alive
            Content-Length: LENGTH
            Content-Type: multipart/form-data; boundary=9c3b5cbd0a7e4d0f8b35a5b6d0c2e6f1

            """,
            """
            --9c3b5cbd0a7e4d0f8b35a5b6d0c2e6f1
            Content-Disposition: form-data; name="api_key"


            --9c3b5cbd0a7e4d0f8b35a5b6d0c2e6f1
            Content-Disposition: form-data; name="image"; filename="image"

            """,
            "\n--9c3b5cbd0a7e4d0f8b35a5b6d0c2e6f1--\n",
            "0.4",
            Optional.empty()),
        new Program(
            "Viseron",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: deepstack.localhost:5000
            User-Agent: python-requests/2.32.3
            Accept-Encoding: gzip, deflate, br
            Accept: */*
            Connection: keep-alive
            Content-Length: LENGTH
            Content-Type: multipart/form-data; boundary=2f1de0e9c1c2435f9cf6a2b2a6c2f9b7

            """,
            """
            --2f1de0e9c1c2435f9cf6a2b2a6c2f9b7
            Content-Disposition: form-data; name="min_confidence"

            0.3
            --2f1de0e9c1c2435f9cf6a2b2a6c2f9b7
            Content-Disposition: form-data; name="api_key"


            --2f1de0e9c1c2435f9cf6a2b2a6c2f9b7
            Content-Disposition: form-data; name="image"; filename="image"

            """,
            "\n--2f1de0e9c1c2435f9cf6a2b2a6c2f9b7--\n",
            "0.3",
            Optional.empty()),
        // form-data for Node.js: a stream has no length, and the key comes behind the picture.
        new Program(
            "double-take",
            """
            POST /v1/vision/face HTTP/1.1
            Accept: application/json, text/plain, */*
            Content-Type: multipart/form-data; boundary=--------------------------515890814546601021194782
            User-Agent: axios/0.21.4
            Host: localhost:5000
            Connection: close
            Transfer-Encoding: chunked

            """,
            """
            ----------------------------515890814546601021194782
            Content-Disposition: form-data; name="image"; filename="4f0c8d3a-6d3b-4b5e-9a0c-7a1f3a1b2c3d.jpg"
            Content-Type: image/jpeg

            """,
            """

            ----------------------------515890814546601021194782
            Content-Disposition: form-data; name="api_key"

            a-key-that-is-not-set-here
            ----------------------------515890814546601021194782--
            """,
            "0.55",
            Optional.empty()),
        new Program(
            "Frigate's detector",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: 192.168.1.20:5000
            User-Agent: python-requests/2.32.3
            Accept-Encoding: gzip, deflate
            Accept: */*
            Connection: keep-alive
            Content-Length: LENGTH
            Content-Type: multipart/form-data; boundary=b0f2c3a4d5e6f708192a3b4c5d6e7f80

            """,
            """
            --b0f2c3a4d5e6f708192a3b4c5d6e7f80
            Content-Disposition: form-data; name="api_key"


            --b0f2c3a4d5e6f708192a3b4c5d6e7f80
            Content-Disposition: form-data; name="image"; filename="image"

            """,
            "\n--b0f2c3a4d5e6f708192a3b4c5d6e7f80--\n",
            "0.4",
            Optional.empty()),
        new Program(
            "SynoAI",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: 127.0.0.1:83
            Content-Type: multipart/form-data; boundary="6a0d0a53-18e4-49b1-8d9f-35fbf5e21c68"
            Content-Length: LENGTH

            """,
            """
            --6a0d0a53-18e4-49b1-8d9f-35fbf5e21c68
            Content-Disposition: form-data; name=image; filename=image; filename*=utf-8''image

            """,
            """

            --6a0d0a53-18e4-49b1-8d9f-35fbf5e21c68
            Content-Type: text/plain; charset=utf-8
            Content-Disposition: form-data; name=min_confidence

            0.45
            --6a0d0a53-18e4-49b1-8d9f-35fbf5e21c68--
            """,
            "0.45",
            Optional.empty()),
        new Program(
            "node-deepstackai-trigger",
            """
            POST /v1/vision/detection HTTP/1.1
            host: localhost:5000
            accept: application/json
            content-type: multipart/form-data; boundary=--------------------------091372842518430652718236
            content-length: LENGTH
            Connection: close

            """,
            """
            ----------------------------091372842518430652718236
            Content-Disposition: form-data; name="image"; filename="FrontDoor.20200523-075000.jpg"
            Content-Type: image/jpeg

            """,
            "\n----------------------------091372842518430652718236--\n",
            "0.4",
            Optional.of(new Camera("frontdoor"))),
        new Program(
            "Agent DVR",
            """
            POST /v1/vision/detection HTTP/1.1
            Host: 127.0.0.1:32168
            Content-Type: multipart/form-data; boundary="7c1f4a86-3a0e-43ab-a5e6-0dc8ac6bb2b2"
            Content-Length: LENGTH

            """,
            """
            --7c1f4a86-3a0e-43ab-a5e6-0dc8ac6bb2b2
            Content-Type: image/jpeg
            Content-Disposition: form-data; name=image; filename=image.jpg

            """,
            "\n--7c1f4a86-3a0e-43ab-a5e6-0dc8ac6bb2b2--\n",
            "0.4",
            Optional.empty()),
        new Program(
            "Blue Iris",
            """
            POST /v1/vision/custom/general HTTP/1.1
            Host: 127.0.0.1:32168
            Content-Type: multipart/form-data; boundary=MULTIPART_BOUNDARY
            Content-Length: LENGTH

            """,
            """
            --MULTIPART_BOUNDARY
            Content-Disposition: form-data; name="image"; filename="image.jpg"
            Content-Type: application/octet-stream

            """,
            """

            --MULTIPART_BOUNDARY
            Content-Disposition: form-data; name="min_confidence"

            0.40
            --MULTIPART_BOUNDARY--
            """,
            "0.4",
            Optional.empty()),
        new Program(
            "curl -F image=@x -F min_confidence=0.4",
            """
            POST /v1/vision/detection/ HTTP/1.1
            Host: localhost:5000
            User-Agent: curl/7.88.1
            Accept: */*
            Content-Length: LENGTH
            Content-Type: multipart/form-data; boundary=------------------------6a5bb1e2b7fb9b06

            """,
            """
            --------------------------6a5bb1e2b7fb9b06
            Content-Disposition: form-data; name="image"; filename="x"
            Content-Type: application/octet-stream

            """,
            """

            --------------------------6a5bb1e2b7fb9b06
            Content-Disposition: form-data; name="min_confidence"

            0.4
            --------------------------6a5bb1e2b7fb9b06--
            """,
            "0.4",
            Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyProgramGetsWhatItLooksForInBothDialects(Program program) throws Exception {
    for (CompatDialect dialect : CompatDialect.values()) {
      start(dialect);
      Answer answer = send(program.request());
      port.close();
      open.remove(port);

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode json = answer.json();
      assertThat(json.get("success").asBoolean()).isTrue();
      assertThat(json.has("error")).isFalse();
      JsonNode first = json.at("/predictions/0");
      assertThat(first.get("confidence").asDouble()).isEqualTo(0.91);
      assertThat(List.of("x_min", "y_min", "x_max", "y_max"))
          .allMatch(corner -> first.get(corner).isInt());
    }
    assertThat(intake.requests).hasSize(2);
    Ask ask = intake.requests.get(1).ask();
    assertThat(ask.options().value("min-score")).contains(program.minScore());
    assertThat(ask.camera()).isEqualTo(program.camera());
    assertThat(ask.analyses())
        .containsExactly(program.name().equals("double-take") ? Analysis.FACES : Analysis.OBJECTS);
    assertThat(intake.requests.get(1).image().bytes()).isEqualTo(SampleImages.JPEG.length);
    assertNothingHeld();
  }
}
