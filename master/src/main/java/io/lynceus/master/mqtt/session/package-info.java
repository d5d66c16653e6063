/** What is told to the broker over all its connections: again after an outage, newest first. */
@NullMarked
package io.lynceus.master.mqtt.session;

import org.jspecify.annotations.NullMarked;
