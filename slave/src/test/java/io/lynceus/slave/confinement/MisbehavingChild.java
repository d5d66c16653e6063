package io.lynceus.slave.confinement;

import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A child process whose analyses do what an option says. */
final class MisbehavingChild {
  static final String OPTION = "how";

  private MisbehavingChild() {}

  public static void main(String[] args) {
    ConfinedMain.run(args, (analysis, analyzer) -> new Misbehaving());
  }

  private static final class Misbehaving implements Analyzer {
    @Override
    public long workBytes(Size size) {
      return 0;
    }

    @Override
    public Findings analyze(Picture picture, Question question) throws AnalysisException {
      try {
        switch (question.options().values().get(OPTION)) {
          case "crash" -> unsafe("putAddress", long.class, long.class).invoke(unsafe(), 0L, 0L);
          case "heap" -> fillHeap();
          case "grow" -> grow();
          case "exit" -> Runtime.getRuntime().halt(7);
          case "hang" -> new CountDownLatch(1).await();
          default -> throw new AnalysisException("as asked", new IllegalStateException());
        }
      } catch (ReflectiveOperationException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Findings.NONE;
    }

    private static void fillHeap() {
      List<byte[]> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new byte[1 << 20]);
      }
    }

    private static void grow() throws ReflectiveOperationException, InterruptedException {
      Method allocate = unsafe("allocateMemory", long.class);
      Method fill = unsafe("setMemory", long.class, long.class, byte.class);
      for (int i = 0; i < 8; i++) {
        long bytes = 100 << 20;
        fill.invoke(unsafe(), allocate.invoke(unsafe(), bytes), bytes, (byte) 1);
      }
      new CountDownLatch(1).await();
    }

    private static Method unsafe(String name, Class<?>... parameters)
        throws ReflectiveOperationException {
      return Class.forName("sun.misc.Unsafe").getMethod(name, parameters);
    }

    /** Uses reflection, since javac's warning about the class cannot be switched off. */
    private static Object unsafe() throws ReflectiveOperationException {
      Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return field.get(null);
    }
  }
}
