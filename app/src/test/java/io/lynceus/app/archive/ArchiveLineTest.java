package io.lynceus.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArchiveLineTest {
  private static String line(String json, int width) throws IOException {
    return ArchiveLine.of(new ObjectMapper().readTree(json.replace('\'', '"')), width);
  }

  @Test
  void saysWhatIsKnown() throws IOException {
    assertThat(
            line(
                "{'files':12,'pictures':0,'part':null,'ofFiles':null,'seconds':2.0,'left':null}",
                80))
        .isEqualTo("12 files");
    assertThat(line("{'files':12,'pictures':10,'part':null,'seconds':2.0}", 80))
        .isEqualTo("12 files · 5.0/s");
  }

  @Test
  void aBarShowsThePartOfTheBytes() throws IOException {
    String json =
        "{'files':1200,'pictures':1190,'part':0.25,'ofFiles':9000,'seconds':20.0,'left':%s}";
    assertThat(line(json.formatted("4500.0"), 80))
        .isEqualTo("[=======>                      ] 1200 of 9000 files · 60/s · 1 h 15 min left");
    assertThat(line(json.formatted("45.2"), 50))
        .isEqualTo("[==>       ] 1200 of 9000 files · 60/s · 45 s left");
    assertThat(line(json.formatted("125.0"), 40))
        .isEqualTo("1200 of 9000 files · 60/s · 2 min 5 s left");
  }
}
