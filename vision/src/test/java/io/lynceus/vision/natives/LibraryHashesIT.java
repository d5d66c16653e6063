package io.lynceus.vision.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;

/** Hashes all libraries of all platforms: 270 MB. */
class LibraryHashesIT {

  /** With another version of a library, what this prints as actual belongs into the list. */
  @Test
  void everyLibraryOfEveryPlatformIsListed() throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    for (Platform platform : Platform.values()) {
      add(hashes, platform.openCvResource(Core.NATIVE_LIBRARY_NAME));
      add(hashes, platform.onnxRuntimeResource("onnxruntime"));
      add(hashes, platform.onnxRuntimeResource("onnxruntime4j_jni"));
      if (platform.jnaResource("jnidispatch").isPresent()) {
        add(hashes, platform.jnaResource("jnidispatch").get());
      }
    }
    assertThat(lines(hashes))
        .isEqualTo(lines(new TreeMap<>(LibraryHashes.ofThisVersion().byResource())));
  }

  private static void add(Map<String, String> hashes, String resource) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream content =
        new DigestInputStream(Platform.class.getResourceAsStream(resource), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    hashes.put(resource, HexFormat.of().formatHex(digest.digest()));
  }

  private static String lines(Map<String, String> hashes) {
    StringBuilder lines = new StringBuilder();
    hashes.forEach((resource, hash) -> lines.append(hash + "  " + resource.substring(1) + "\n"));
    return lines.toString();
  }
}
