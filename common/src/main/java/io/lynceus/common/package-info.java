/**
 * What every process needs: the wait between attempts to connect, and the end when out of memory.
 */
@NullMarked
package io.lynceus.common;

import org.jspecify.annotations.NullMarked;
