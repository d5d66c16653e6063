package io.lynceus.slave.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigValueFactory;
import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.slave.SlaveConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a child process notices about the picture of its unit comes with its answer. */
@Tag("story")
class ConfinedConditionIT {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  @Test
  void aDamagedPictureIsDamagedInAChildToo() throws Exception {
    byte[] whole = file("jpeg", noise(BufferedImage.TYPE_INT_RGB));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    half[half.length - 3] = 0;
    half[half.length - 2] = (byte) 0xff;
    half[half.length - 1] = (byte) 0xd9;

    PictureCondition condition = condition(ImageFormat.JPEG, half);
    assertThat(condition.damaged()).isTrue();
    assertThat(condition.decodedPart().orElseThrow()).isCloseTo(0.5, within(0.1));
    assertThat(condition.flat()).isFalse();
  }

  @Test
  void aFlatPictureIsFlatInAChildToo() throws Exception {
    byte[] black = file("png", new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
    assertThat(condition(ImageFormat.PNG, black)).isEqualTo(PictureCondition.SOUND.withFlat(true));
  }

  @Test
  void aPictureOfSixteenBitsIsStretchedInAChildToo() throws Exception {
    BufferedImage thermal = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        thermal.getRaster().setSample(x, y, 0, 29_100 + 1850 * x / (WIDTH - 1));
      }
    }
    LevelRange levels = condition(ImageFormat.PNG, file("png", thermal)).stretched().orElseThrow();
    assertThat(levels.low()).isCloseTo(29_100, within(20));
    assertThat(levels.high()).isCloseTo(30_950, within(20));
  }

  @Test
  void aPictureThatCannotBeDecodedIsUnreadableInAChildToo() throws Exception {
    byte[] png = file("png", noise(BufferedImage.TYPE_INT_RGB));
    Arrays.fill(png, 60, png.length - 20, (byte) 0);
    SlaveMessage answer = answer(ImageFormat.PNG, png);
    assertThat(answer).isInstanceOf(UnitFailed.class);
    assertThat(((UnitFailed) answer).reason()).isEqualTo(FailureReason.UNREADABLE_IMAGE);
  }

  private static PictureCondition condition(ImageFormat format, byte[] file) throws Exception {
    return ((UnitDone) answer(format, file)).condition();
  }

  /** The last report about a unit that a child has done. */
  private static SlaveMessage answer(ImageFormat format, byte[] file) throws Exception {
    List<SlaveMessage> reports = new CopyOnWriteArrayList<>();
    AssignUnit order =
        new AssignUnit(
            1,
            1,
            Analysis.CORNERS,
            new Question(AskOptions.NONE, new TreeMap<>()),
            Duration.ofMinutes(2),
            new Trace("t-1", Optional.empty()));
    ImageHeader header = new ImageHeader(format, WIDTH, HEIGHT, 1);
    new ProcessConfinement(
            ConfinementConfig.from(
                SlaveConfig.defaults()
                    .withValue("secret", ConfigValueFactory.fromAnyRef("0123456789abcdef"))),
            ConfinedMain.class.getName(),
            new ResidentMemory())
        .cell(order, header, reports::add)
        .run(ByteBuffer.wrap(file));
    return reports.get(reports.size() - 1);
  }

  private static BufferedImage noise(int type) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    Random random = new Random(3);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    return picture;
  }

  private static byte[] file(String format, BufferedImage picture) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, file)).isTrue();
    return file.toByteArray();
  }
}
