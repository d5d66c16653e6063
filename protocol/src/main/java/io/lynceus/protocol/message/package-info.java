/** The messages between master and slaves, and the findings they carry: records, JDK only. */
@NullMarked
package io.lynceus.protocol.message;

import org.jspecify.annotations.NullMarked;
