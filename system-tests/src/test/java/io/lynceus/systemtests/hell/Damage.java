package io.lynceus.systemtests.hell;

import io.lynceus.model.image.ImageParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages good files, as transmission or an attacker might. The same in every run. */
final class Damage {
  private static final double[] PARTS = {0.02, 0.1, 0.5, 0.9, 0.999};
  private static final int FLIPPED_FILES = 6;
  private static final int FLIPS = 8;

  private Damage() {}

  static List<HostileFile> to(String name, byte[] good) {
    List<HostileFile> files = new ArrayList<>();
    for (double part : PARTS) {
      byte[] cut = Arrays.copyOf(good, Math.max(20, (int) (good.length * part)));
      files.add(HostileFile.truncated("%s, %s of it".formatted(name, part), cut));
    }
    for (int seed = 0; seed < FLIPPED_FILES; seed++) {
      files.add(HostileFile.anyReply(name + ", bits flipped " + seed, flipped(good, seed)));
    }
    byte[] zeroed = good.clone();
    Arrays.fill(zeroed, good.length / 2, good.length / 2 + good.length / 10, (byte) 0);
    files.add(HostileFile.anyReply(name + ", a part zeroed", zeroed));
    byte[] doubled =
        ImageParts.concat(good, Arrays.copyOfRange(good, good.length / 2, good.length));
    files.add(HostileFile.complete(name + ", its second half again", doubled).withRest());
    return files;
  }

  /** Keeps the first bytes, which identify the format. */
  private static byte[] flipped(byte[] good, long seed) {
    byte[] bytes = good.clone();
    Random random = new Random(seed);
    for (int i = 0; i < FLIPS; i++) {
      bytes[random.nextInt(20, bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Replaces bytes of the file. */
  static byte[] patched(byte[] good, int at, int... values) {
    byte[] bytes = good.clone();
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
    return bytes;
  }

  /** The position of a JPEG marker, or of any two bytes. */
  static int find(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
        return i;
      }
    }
    throw new IllegalArgumentException("these bytes are not there");
  }
}
