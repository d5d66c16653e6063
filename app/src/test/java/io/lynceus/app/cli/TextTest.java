package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void controlCharactersOfANameDoNotReachTheTerminal() {
    Reply reply =
        Reply.rejected(Optional.empty(), new Rejection(RejectionCode.CORRUPT, "a\u001b[2Jb"));
    assertThat(Text.of("x\n\u202eé.jpg", reply)).isEqualTo("x??é.jpg: REJECTED CORRUPT: a?[2Jb");
  }
}
