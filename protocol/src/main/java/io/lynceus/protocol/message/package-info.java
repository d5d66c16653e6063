/** The messages between master and slaves: records, JDK only. */
@NullMarked
package io.lynceus.protocol.message;

import org.jspecify.annotations.NullMarked;
