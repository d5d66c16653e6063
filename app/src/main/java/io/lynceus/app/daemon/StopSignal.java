package io.lynceus.app.daemon;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Tells when this process is asked to end: SIGTERM, SIGINT, SIGHUP. A second such signal ends it at
 * once.
 *
 * <p>A shutdown hook would not do. Hooks run side by side, and one that ONNX Runtime brings frees
 * what running analyses still use: a slave that drained in a hook would crash. The JDK's {@code
 * sun.misc.Signal}, of the module {@code jdk.unsupported}, has no successor; javac warns of it and
 * cannot be told not to, hence by reflection.
 */
final class StopSignal {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private final Runnable asked;
  private final Constructor<?> signal;
  private final Method handle;
  private final Class<?> handler;

  private StopSignal(Runnable asked) throws ReflectiveOperationException {
    this.asked = asked;
    Class<?> type = Class.forName("sun.misc.Signal");
    handler = Class.forName("sun.misc.SignalHandler");
    signal = type.getConstructor(String.class);
    handle = type.getMethod("handle", type, handler);
  }

  /**
   * From now on the signals are taken.
   *
   * @param asked run by any thread at the first of them
   */
  static void take(Runnable asked) {
    try {
      StopSignal taken = new StopSignal(asked);
      taken.handleBy(
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {taken.handler},
              (proxy, method, arguments) -> taken.received()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no signals", e);
    }
  }

  private Object received() throws ReflectiveOperationException {
    handleBy(handler.getField("SIG_DFL").get(null));
    asked.run();
    return this;
  }

  private void handleBy(Object newHandler) throws ReflectiveOperationException {
    for (String name : NAMES) {
      try {
        handle.invoke(null, signal.newInstance(name), newHandler);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw e;
        } // a signal that this system lacks, or that this JVM was told to leave alone
      }
    }
  }
}
