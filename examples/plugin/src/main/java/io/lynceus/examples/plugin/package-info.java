/** Analyses that a slave finds in its folder {@code plugins.dir}. */
@NullMarked
package io.lynceus.examples.plugin;

import org.jspecify.annotations.NullMarked;
