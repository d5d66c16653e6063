package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/images HTTP/1.0\n\n",
        "PROPFIND / HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void aRequestEndsTheItems(String request) {
    for (int pieces : new int[] {1, 1000}) {
      ItemReader reader = new ItemReader();
      assertThat(reader.feedInPieces(joined(ascii(request), JPEG), pieces).end())
          .containsExactly("http", "end");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST /v1/images HTTP/1.1\r\n", "PUT /x HTTP/2\n"})
  void aRequestIsRecognisedBeforeTheTokenToo(String request) {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(withToken().feedInPieces(joined(ascii(request), JPEG), pieces).end())
          .containsExactly("http", "end");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET me in\n", "POST", "G\0", "PUT /x\n"})
  void whatOnlyLooksLikeARequestNeedsTheToken(String text) {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(withToken().feedInPieces(ascii(text), pieces).end())
          .containsExactly("refused line - UNAUTHORIZED", "end");
    }
  }

  private static ItemReader withToken() {
    return new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3cret"));
  }
}
