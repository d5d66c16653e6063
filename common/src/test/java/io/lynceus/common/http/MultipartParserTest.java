package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies with the boundary {@code b}, with CRLF in place of each tilde and LF of each caret. */
class MultipartParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--b~N: v~~content~--b--~ | <[N: v]content",
        "preamble~--b~N: v~~content~--b--epilogue~--b~~no part~--b-- | <[N: v]content",
        "--b~A: 1~B: 2~~x~--b~C: 3~~y~--b-- | <[A: 1][B: 2]x<[C: 3]y",
        "--b  ~N: ü~~~~--~-~--a~--b-- | <[N: ü]~~--~-~--a",
        "--b~N: v~~~--b-- | <[N: v]",
        "--b~N: v~~--b-- | <[N: v]",
        "--b~~x~--b-- | <x",
        "--b-- | ''",
        "--b~N: v~~content~--b | <[N: v]content cut off",
        "--b~N: v~~content~-- | <[N: v]content cut off",
        "no form | ' cut off'",
        "--bc~N: v~~~--b-- | behind a boundary there is more",
        "--b~N: v^M: w~~~--b-- | <[N: v][M: w]",
        "--b^N: v^M: w^^x^--b^^^y^--b-- | <[N: v][M: w]x<^y",
        "--b^N: v^^x^~~^--b-- | '<[N: v]x^~~'",
        "--b^N: v^^x~^--b-- | '<[N: v]x~'",
        "--b~N: v~~x^--b-- | <[N: v]x",
        "--b~N: v~~x`~^`^~--b-- | <[N: v]x`~^~",
        "--b~N: v~~``~--b-- | <[N: v]``",
        "--b~N: v~~~~--~--~--b-- | <[N: v]~~--~--",
        "--b~N: v~~--~--b-- | <[N: v]--",
      })
  void thePartsAreTheSameInAnyPieces(String body, String parts) {
    byte[] bytes = body.replace("~", "\r\n").replace("^", "\n").replace("`", "\r").getBytes(UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      assertThat(parsed(bytes, size)).as("pieces of %d bytes", size).isEqualTo(parts);
    }
  }

  private static String parsed(byte[] body, int pieceBytes) {
    StringBuilder found = new StringBuilder();
    MultipartParser.Listener printer =
        new MultipartParser.Listener() {
          @Override
          public void part() {
            found.append('<');
          }

          @Override
          public void header(byte[] line) {
            found.append('[').append(new String(line, UTF_8)).append(']');
          }

          @Override
          public void content(ByteBuffer bytes) {
            found.append(ISO_8859_1.decode(bytes));
          }
        };
    MultipartParser parser = new MultipartParser("b", printer);
    try {
      for (int at = 0; at < body.length; at += pieceBytes) {
        byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + pieceBytes));
        parser.parse(ByteBuffer.wrap(piece));
      }
    } catch (MultipartParser.MalformedException e) {
      return e.getMessage();
    }
    if (!parser.isEnded()) {
      found.append(" cut off");
    }
    return found.toString().replace("\r\n", "~").replace("\n", "^").replace("\r", "`");
  }
}
