/**
 * From image to findings: a few worker threads, and the images that they share. Knows no sockets.
 */
@NullMarked
package io.lynceus.slave.work;

import org.jspecify.annotations.NullMarked;
