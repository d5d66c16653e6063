package io.lynceus.master.gateway;

import io.lynceus.common.LogLimit;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the bytes behind images that begin no item, such as those of a camera's maker. Any thread
 * may call it.
 */
public final class PassedOver {
  private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);

  private final LogLimit limit = new LogLimit(Duration.ofMillis(100), 100, InstantSource.system());
  private final LongAdder images = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** Bytes were passed over behind one image. */
  public void count(long passedOver) {
    images.increment();
    bytes.add(passedOver);
  }

  /**
   * Tells where bytes were passed over, ten times a second after the first hundred.
   *
   * @param image its id
   * @param first whether it is the first of its connection; later ones are logged at debug, because
   *     a camera does the same with each frame
   */
  public void log(String image, long passedOver, boolean first) {
    String text = "{} bytes behind image {} begin no item and were passed over{}";
    if (first) {
      limit.tryLine(others -> LOG.info(text, passedOver, image, others));
    } else {
      LOG.debug(text, passedOver, image, "");
    }
  }

  /** All since the start. */
  public ClusterStatus.PassedOver told() {
    return new ClusterStatus.PassedOver(images.sum(), bytes.sum());
  }
}
