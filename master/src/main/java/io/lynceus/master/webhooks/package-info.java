/** Tells HTTP receivers of events: signed, tried again, and given up at last. */
@NullMarked
package io.lynceus.master.webhooks;

import org.jspecify.annotations.NullMarked;
