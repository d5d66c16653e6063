package io.lynceus.spark.look;

import io.lynceus.client.MasterUnreachableException;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.spark.plan.ArchiveException;
import io.lynceus.spark.plan.Workers.Cluster;
import java.util.concurrent.Future;

/** Has a cluster look, over a connection of its own. */
final class ClusterLooker implements Looker {
  private final TaskClient client;

  ClusterLooker(Cluster cluster) {
    try {
      client = TaskClient.connect(cluster.client());
    } catch (MasterUnreachableException e) {
      throw new ArchiveException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Future<Reply> look(byte[] file, Ask ask) throws InterruptedException {
    return client.submit(file, ask);
  }

  @Override
  public void close() {
    client.close();
  }
}
