/**
 * What a client is told: the reply to an image and the state of the cluster, with their JSON form.
 */
@NullMarked
package io.lynceus.protocol.reply;

import org.jspecify.annotations.NullMarked;
