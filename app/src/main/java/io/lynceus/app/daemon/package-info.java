/** The subcommands {@code master} and {@code slave}, and those that prepare their start. */
@NullMarked
package io.lynceus.app.daemon;

import org.jspecify.annotations.NullMarked;
