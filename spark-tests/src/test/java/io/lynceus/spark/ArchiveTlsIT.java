package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A cluster whose task port speaks TLS, with the Netty of Spark. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveTlsIT extends ArchiveStory {

  @Test
  void executorsReachAClusterByTlsAndTrustItsCaOnly() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(SharedSpark.sample("rocket.jpg"), in.resolve("rocket.jpg"));
    Files.writeString(in.resolve("text.jpg"), "this is no picture");
    Path out = folder.resolve("table");
    InetSocketAddress master =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), SharedSpark.setting().lynceus().client().port());
    try (TlsRelay relay = new TlsRelay(folder, master)) {
      String[] plain = {
        "--in",
        in.toString(),
        "--out",
        out.toString(),
        "--no-report",
        "--cluster",
        "127.0.0.1:" + relay.port()
      };

      Ran ran = run(with(plain, "--ca", relay.certificate().toString()));

      assertThat(ran.errors()).isEmpty();
      assertThat(ran.exitCode()).isZero();
      assertThat(paths(pictures(out))).containsExactly("rocket.jpg");
      assertThat(paths(rejected(out))).containsExactly("text.jpg");
      assertThat(relay.connections()).isGreaterThan(1); // the driver's, and those of tasks

      Ran strange = run(with(plain, "--tls"));
      assertThat(strange.errors())
          .contains("cannot reach a master", "of no CA that this side trusts")
          .hasLineCount(1);
      assertThat(strange.exitCode()).isEqualTo(3);
      Ran missing = run(with(plain, "--ca", folder.resolve("no.pem").toString()));
      assertThat(missing.errors()).contains("--ca: ", "does not exist").hasLineCount(1);
    }
  }

  private static String[] with(String[] args, String... more) {
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }
}
