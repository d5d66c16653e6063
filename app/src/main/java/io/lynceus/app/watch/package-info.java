/** The subcommand {@code watch}: pictures that appear in folders, or that cameras put by FTP. */
@NullMarked
package io.lynceus.app.watch;

import org.jspecify.annotations.NullMarked;
