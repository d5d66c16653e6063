package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the task port accepts before and after it has received the token. */
class TokenTest {
  @Test
  void nothingIsAcceptedBeforeAuthentication() {
    for (byte[] first : List.of(JPEG, ascii("PING\n"), ascii("AUTH a b\n"), ascii("AUTHOR\n"))) {
      ItemReader reader =
          new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3cret"));
      assertThat(reader.feed(first, JPEG).end())
          .containsExactly("refused line - UNAUTHORIZED", "end");
      assertThat(reader.held.taken()).isZero();
    }
  }

  @Test
  void theTokenOpensThePort() {
    for (String line : List.of("AUTH s3=\"x y\n", "auth \"s3=\\\"x y\"\r\n")) {
      ItemReader reader =
          new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3=\"x y"));
      List<String> items = reader.feedInPieces(joined(ascii(line), JPEG), 1).end();
      assertThat(items)
          .isEqualTo(
              line.startsWith("auth")
                  ? List.of(image("-", JPEG))
                  : List.of("refused line - UNAUTHORIZED", "end"));
    }
  }

  @Test
  void aTokenIsCheckedEachTimeItIsSent() {
    ItemReader reader =
        new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("t=1=="));

    assertThat(reader.feed("AUTH t=1==\nAUTH t=1==\nPING\nAUTH other\nPING\n").end())
        .containsExactly("command PING", "wrong token, refused line - UNAUTHORIZED", "end");
  }

  @Test
  void aWrongTokenIsToldApartFromOtherRefusals() {
    ItemReader reader =
        new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3cret"));

    assertThat(reader.feed("AUTH wrong\nPING\n").end())
        .containsExactly("wrong token, refused line - UNAUTHORIZED", "end");
  }

  @Test
  void aMasterWithoutATokenAcceptsAnyToken() {
    assertThat(ItemReader.read(ascii("AUTH whatever\nPING\n"))).containsExactly("command PING");
  }
}
