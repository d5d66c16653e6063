package io.lynceus.app.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What the experiment has shown.
 *
 * @param processors that this machine has
 * @param pictures different ones
 * @param slaves of the larger cluster
 * @param times by the number of pictures, the fewest first
 * @param techniques what each found
 * @param loss what became of the pictures when a slave was killed
 */
record PaperResult(
    int processors,
    int pictures,
    int slaves,
    List<Times> times,
    List<Technique> techniques,
    Loss loss) {

  /**
   * Seconds for a number of pictures.
   *
   * @param alone in one process, one after the other
   * @param oneSlave in a cluster with one slave
   * @param allSlaves in the larger cluster
   */
  record Times(int pictures, double alone, double oneSlave, double allSlaves) {

    /** How many times as fast as one after the other the larger cluster is. */
    double speedUp() {
      return alone / allSlaves;
    }

    /** The speed-up, divided by the processors that the slaves can use. */
    double efficiency(int processors) {
      return speedUp() / processors;
    }
  }

  /**
   * What one technique found in all different pictures, on one thread.
   *
   * @param name as a user knows it
   * @param how the method
   * @param found boxes or points; empty where it cannot be had here
   * @param pictures in which it found any
   * @param millis for a picture, decoding included
   * @param problem why it cannot be had here
   */
  record Technique(
      String name,
      String how,
      Optional<Long> found,
      Optional<Integer> pictures,
      Optional<Double> millis,
      Optional<String> problem) {}

  /**
   * What became of the pictures when a slave was killed in the midst of them.
   *
   * @param sent pictures
   * @param complete those with a complete reply
   * @param again units that were given to another slave
   */
  record Loss(int sent, int complete, long again) {}

  /** As one line of JSON; what is not known is null. */
  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("processors", processors).put("pictures", pictures).put("slaves", slaves);
    ArrayNode rows = root.putArray("times");
    for (Times row : times) {
      rows.addObject()
          .put("pictures", row.pictures())
          .put("aloneSeconds", row.alone())
          .put("oneSlaveSeconds", row.oneSlave())
          .put("allSlavesSeconds", row.allSlaves())
          .put("speedUp", row.speedUp())
          .put("efficiency", row.efficiency(processors));
    }
    ArrayNode all = root.putArray("techniques");
    for (Technique technique : techniques) {
      all.addObject()
          .put("name", technique.name())
          .put("how", technique.how())
          .put("found", technique.found().orElse(null))
          .put("picturesWithAny", technique.pictures().orElse(null))
          .put("millis", technique.millis().orElse(null))
          .put("problem", technique.problem().orElse(null));
    }
    root.putObject("killedSlave")
        .put("sent", loss.sent())
        .put("complete", loss.complete())
        .put("unitsAgain", loss.again());
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
