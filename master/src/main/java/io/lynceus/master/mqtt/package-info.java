/** Tells an MQTT broker of cameras and events; see docs/mqtt.md. */
@NullMarked
package io.lynceus.master.mqtt;

import org.jspecify.annotations.NullMarked;
