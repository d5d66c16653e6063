package io.lynceus.spark.look;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.util.concurrent.Future;

/** Looks at pictures. One thread calls it. */
public interface Looker extends AutoCloseable {

  /**
   * Looks at a picture, now or later.
   *
   * @param file the bytes of the file, which do not change until the reply is there
   * @throws io.lynceus.spark.plan.ArchiveException when no picture can be looked at any more
   */
  Future<Reply> look(byte[] file, Ask ask) throws InterruptedException;

  /** No reply is waited for any more. */
  @Override
  void close();
}
