package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterLabels.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link ClusterLabels} as one line of JSON: for each analysis all labels, and those of each
 * network. Stateless: any thread may call it.
 */
public final class LabelsJson {
  private LabelsJson() {}

  /** The line, without its line feed. */
  public static String write(ClusterLabels labels) {
    Map<Analysis, List<Network>> byAnalysis = new LinkedHashMap<>();
    for (Network network : labels.networks()) {
      byAnalysis.computeIfAbsent(network.analysis(), none -> new ArrayList<>()).add(network);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode analyses = json.putObject("analyses");
    byAnalysis.forEach((analysis, networks) -> write(analyses.putObject(analysis.key()), networks));
    return Json.line(json);
  }

  private static void write(ObjectNode json, List<Network> networks) {
    Set<String> all = new LinkedHashSet<>();
    networks.forEach(network -> all.addAll(network.labels()));
    write(json.putArray("labels"), all);
    ArrayNode each = json.putArray("networks");
    for (Network network : networks) {
      ObjectNode node = each.addObject();
      network.name().ifPresent(name -> node.put("network", name));
      write(node.putArray("slaves"), network.slaves());
      write(node.putArray("labels"), network.labels());
    }
  }

  private static void write(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }

  /**
   * The labels of such a line; unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is not the JSON of labels
   */
  public static ClusterLabels read(String line) throws MalformedReplyException {
    return Json.parse(line, "list of labels", LabelsJson::labels);
  }

  private static ClusterLabels labels(JsonNode json) {
    List<Network> networks = new ArrayList<>();
    json.required("analyses")
        .properties()
        .forEach(
            entry ->
                entry
                    .getValue()
                    .required("networks")
                    .forEach(
                        network ->
                            networks.add(
                                new Network(
                                    new Analysis(entry.getKey()),
                                    Optional.ofNullable(network.get("network"))
                                        .map(JsonNode::asText),
                                    texts(network.required("labels")),
                                    texts(network.required("slaves"))))));
    return new ClusterLabels(networks);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
