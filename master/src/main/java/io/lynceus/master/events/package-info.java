/** Makes events of the replies, and gives them to the store, the browsers and the log. */
@NullMarked
package io.lynceus.master.events;

import org.jspecify.annotations.NullMarked;
