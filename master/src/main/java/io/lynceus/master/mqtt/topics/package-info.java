/** Which topics there are, what they hold, and how Home Assistant learns of them. */
@NullMarked
package io.lynceus.master.mqtt.topics;

import org.jspecify.annotations.NullMarked;
