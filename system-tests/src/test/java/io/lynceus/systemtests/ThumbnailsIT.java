package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.app.cli.Settings;
import io.lynceus.client.TaskClient;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A master with an outlet that needs thumbnails, and a slave, over the wire. */
class ThumbnailsIT {
  private static final BlockingQueue<GivenReply> HEARD = new LinkedBlockingQueue<>();
  private static TestMaster master;
  private static SlaveDaemon slave;

  /** An outlet such as a store. */
  private static final class Store implements Outlet {
    @Override
    public OutletConfig config() {
      return new OutletConfig("store", 100, 64 << 20, false);
    }

    @Override
    public boolean needsThumbnail() {
      return true;
    }

    @Override
    public void hear(GivenReply reply) {
      HEARD.add(reply);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    master = TestMaster.start("", new Store());
    List<String> settings =
        List.of(
            "secret=" + TestMaster.SECRET,
            "master.host=localhost",
            "master.port=" + master.ports().slaves(),
            "http.port=0");
    slave =
        SlaveDaemon.start(
            SlaveConfig.from(Settings.load("slave", Optional.empty(), settings), "1.0"), () -> {});
    await().until(slave::isReady);
  }

  @AfterAll
  static void stop() {
    slave.close();
    master.close();
  }

  @Test
  void anOutletIsGivenASmallCopyOfEachPicture() throws Exception {
    assertThat(thumbnail(TestImages.jpeg(640, 480, 1))).isEqualTo("320x240");
    assertThat(thumbnail(TestImages.png(200, 100, 2))).isEqualTo("200x100");
    assertThat(thumbnail(TestImages.noise(500, 1000, 3))).isEqualTo("160x320");
    assertThat(thumbnail(ImageFixtures.oriented(ImageFormat.JPEG, 640, 480, 6)))
        .isEqualTo("240x320");
  }

  private static String thumbnail(byte[] picture) throws Exception {
    GivenReply given = submit(picture);
    byte[] file = given.thumbnail().orElseThrow().toByteArray();
    BufferedImage shown = ImageIO.read(new ByteArrayInputStream(file));
    return shown.getWidth() + "x" + shown.getHeight();
  }

  private static GivenReply submit(byte[] picture) throws Exception {
    try (TaskClient client = TaskClient.connect(master.client())) {
      client.submit(picture, Ask.DEFAULT).get(60, TimeUnit.SECONDS);
    }
    return Optional.ofNullable(HEARD.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }
}
