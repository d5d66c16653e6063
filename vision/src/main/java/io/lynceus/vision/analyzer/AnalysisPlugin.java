package io.lynceus.vision.analyzer;

import io.lynceus.model.AnalysisDescriptor;
import java.io.IOException;

/**
 * An analysis that can be added to Lynceus without a change in it: the door for new analyses. The
 * four of Lynceus itself come through it too.
 *
 * <p>A plug-in is a class with a public constructor without parameters. The file {@code
 * META-INF/services/io.lynceus.vision.analyzer.AnalysisPlugin} of its jar names it, and the jar
 * lies in the slaves' folder {@code plugins.dir}. It may use {@code model}, {@code vision} and
 * OpenCV.
 */
public interface AnalysisPlugin {

  /** What the cluster is told of the analysis; the same at every call. */
  AnalysisDescriptor descriptor();

  /**
   * Makes the analysis ready. Called once, before any picture comes; the native libraries are
   * loaded. Several plug-ins are opened at the same time, by different threads.
   *
   * @throws IOException when something that it needs cannot be had, such as a network; the message
   *     says which setting to change. The slave does not start then
   * @throws IllegalArgumentException for a setting that it does not take; names the key
   */
  Analyzer open(AnalysisSettings settings) throws IOException;
}
