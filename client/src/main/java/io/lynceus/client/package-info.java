/**
 * The client library of the task port: submits images, returns typed replies, asks for the status.
 */
@NullMarked
package io.lynceus.client;

import org.jspecify.annotations.NullMarked;
