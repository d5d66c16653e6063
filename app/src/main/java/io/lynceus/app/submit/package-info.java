/** The subcommands {@code submit} and {@code demo}: images in, replies out. */
@NullMarked
package io.lynceus.app.submit;

import org.jspecify.annotations.NullMarked;
