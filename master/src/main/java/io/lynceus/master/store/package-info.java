/** Gives the replies to the store, and the clients' ports what it remembers. */
@NullMarked
package io.lynceus.master.store;

import org.jspecify.annotations.NullMarked;
