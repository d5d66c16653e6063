package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.rounds.ProcessUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The resources that a cluster and its client, this process, have used so far.
 *
 * @param bytesRead bytes read by all slaves
 */
record Cost(ProcessUse client, ProcessUse master, List<ProcessUse> slaves, long bytesRead) {
  static final String MASTER_PART = "master's part of CPU";
  static final String BYTES = "bytes sent ÷ image and slave";
  static final String FAULTS = "page faults of slaves";

  private static final double MEGABYTE = 1e6;

  static Cost of(Daemons cluster) throws IOException {
    List<ProcessUse> slaves = new ArrayList<>();
    long bytesRead = 0;
    for (Daemon slave : cluster.slaves()) {
      slaves.add(slave.use());
      bytesRead += slave.bytesRead();
    }
    return new Cost(
        ProcessUse.of(ProcessHandle.current().pid()), cluster.master().use(), slaves, bytesRead);
  }

  private Cost since(Cost earlier) {
    List<ProcessUse> used = new ArrayList<>();
    for (int i = 0; i < slaves.size(); i++) {
      used.add(slaves.get(i).since(earlier.slaves.get(i)));
    }
    return new Cost(
        client.since(earlier.client),
        master.since(earlier.master),
        used,
        bytesRead - earlier.bytesRead);
  }

  /**
   * Adds the figures of a table row.
   *
   * @param imageBytes the mean size of an image file
   */
  void addTo(Map<String, Double> figures, Cost earlier, Latencies load, double imageBytes) {
    Cost used = since(earlier);
    double images = load.images();
    double slavesMillis = used.slaves.stream().mapToDouble(Cost::cpuMillis).sum();
    double all = cpuMillis(used.client) + cpuMillis(used.master) + slavesMillis;
    figures.put("client CPU ms", cpuMillis(used.client) / images);
    figures.put("master CPU ms", cpuMillis(used.master) / images);
    figures.put("slaves CPU ms", slavesMillis / images);
    figures.put(MASTER_PART, cpuMillis(used.master) / all);
    figures.put("slaves an image", load.places());
    figures.put(BYTES, used.bytesRead / (images * imageBytes * load.places()));
    figures.put(FAULTS, used.slaves.stream().mapToLong(ProcessUse::minorFaults).sum() / images);
    figures.put("master MB", used.master.residentBytes() / MEGABYTE);
    figures.put(
        "slave MB",
        used.slaves.stream().mapToLong(ProcessUse::residentBytes).average().orElse(0) / MEGABYTE);
  }

  private static double cpuMillis(ProcessUse use) {
    return use.cpu().toNanos() / 1e6;
  }
}
