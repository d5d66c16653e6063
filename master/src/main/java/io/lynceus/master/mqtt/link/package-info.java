/** One connection to an MQTT broker: what goes over it, and why there is none. */
@NullMarked
package io.lynceus.master.mqtt.link;

import org.jspecify.annotations.NullMarked;
