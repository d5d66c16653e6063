package io.lynceus.slave.memory;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The C library's heap, where native libraries keep pixels. The library keeps what is freed for
 * later; glibc's can be told to give it back, through a command of the JVM ({@code jcmd
 * System.trim_native_heap}).
 */
final class NativeHeap {
  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
  private static final String TRIM = "systemTrimNativeHeap";

  /** Gives back what is free; does nothing where the JVM or the C library cannot. */
  void trim() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      var unused =
          beans.invoke(
              new ObjectName(COMMANDS),
              TRIM,
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
    } catch (JMException | JMRuntimeException e) {
      // Not this JVM: what is free stays with the process, and counts as held.
    }
  }
}
