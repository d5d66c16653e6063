/** Subcommands that measure: how well the networks find what people have labelled. */
@NullMarked
package io.lynceus.app.accuracy;

import org.jspecify.annotations.NullMarked;
