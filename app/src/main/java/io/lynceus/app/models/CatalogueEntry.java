package io.lynceus.app.models;

import com.typesafe.config.Config;
import io.lynceus.model.network.NetworkId;
import java.util.Optional;

/**
 * A network that the catalogue offers.
 *
 * @param use {@code objects}, {@code faces} or {@code embedding}
 * @param accuracy as its makers published it, in words
 * @param conf what goes into its {@code model.conf}
 */
record CatalogueEntry(
    NetworkId id, String use, Source source, Terms terms, String accuracy, Config conf) {

  /**
   * Where it is had.
   *
   * @param url of the ONNX file; absent if its origin has it in another format
   * @param howTo what to do where there is no address; empty if there is
   * @param bytes of the file, or about that
   * @param sha256 64 hexadecimal digits in lower case; absent if nobody has published it
   */
  record Source(Optional<String> url, String howTo, long bytes, Optional<String> sha256) {
    /** Larger files are refused. */
    long mostBytes() {
      return 2 * bytes;
    }
  }

  /**
   * The terms of a network.
   *
   * @param licence in a word, such as {@code Apache-2.0}
   * @param note what else there is to know; may be empty
   */
  record Terms(String licence, String note) {}
}
