package io.lynceus.spark.look;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.spark.child.ChildPool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Has the children of this executor look, on the caller's thread. */
final class ChildLooker implements Looker {
  private final ChildPool children;

  ChildLooker(ChildPool children) {
    this.children = children;
  }

  @Override
  public Future<Reply> look(byte[] file, Ask ask) throws InterruptedException {
    return CompletableFuture.completedFuture(children.look(file, ask));
  }

  @Override
  public void close() {} // the next task of this executor uses the children
}
