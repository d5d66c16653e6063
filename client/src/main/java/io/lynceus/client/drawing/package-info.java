/** Draws what a reply found onto its picture, with the JDK's own graphics; needs no display. */
@NullMarked
package io.lynceus.client.drawing;

import org.jspecify.annotations.NullMarked;
