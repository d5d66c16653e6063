/** The client library of the task port: submit images, get typed replies, ask for the status. */
@NullMarked
package io.lynceus.client;

import org.jspecify.annotations.NullMarked;
