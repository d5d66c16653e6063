/** What the master's ports have in common: whom they refuse, and what a failing accept means. */
@NullMarked
package io.lynceus.master.port;

import org.jspecify.annotations.NullMarked;
