/** What the subcommands share: settings, addresses, values of options, the terminal. */
@NullMarked
package io.lynceus.app.cli;

import org.jspecify.annotations.NullMarked;
