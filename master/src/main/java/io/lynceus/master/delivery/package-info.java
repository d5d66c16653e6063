/**
 * Tells webhooks, MQTT and the like of events: each change at least once, in the order in which
 * changes of a camera happened, whether the receiver is there at the moment or not.
 */
@NullMarked
package io.lynceus.master.delivery;

import org.jspecify.annotations.NullMarked;
