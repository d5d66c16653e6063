package io.lynceus.master.webhooks;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** What a receiver is told to try whether it hears. Stateless. */
final class TestEvent {
  /** A grey PNG of 320 x 180 pixels with a dark cross. */
  private static final String PICTURE =
      "iVBORw0KGgoAAAANSUhEUgAAAUAAAAC0CAAAAADAj6rNAAABI0lEQVR42u3ZMQ0AMAwDwUAN1EIrgW7p4Ej3CKxb"
          + "XSeyfpS5tAACBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQ"
          + "IECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAECBAgQIECAAAEC/AjYGgUQIECAAAUQIECA"
          + "AggQIEABBAgQoAAC3AHoVPLKAQQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQI"
          + "ECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAozpAtiL"
          + "uQeoeQBVAAAAAElFTkSuQmCC";

  private TestEvent() {}

  static EventImage picture() {
    return new EventImage("image/png", Base64.getDecoder().decode(PICTURE));
  }

  /** An event of the rule, the camera and the label {@code test}. */
  static EventChange at(Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MILLIS);
    return new EventChange(
        EventChange.Type.NEW,
        new SceneEvent(
            "test",
            EventKind.ARRIVED,
            "test",
            new Camera("test"),
            "test",
            Optional.empty(),
            time,
            time,
            Optional.empty(),
            1,
            false,
            new BestStill("test", "0".repeat(64), time, 1, new Box(150, 80, 20, 20), 320, 180)));
  }
}
