/** Draws a reply's findings onto its picture, with the JDK's graphics; needs no display. */
@NullMarked
package io.lynceus.client.drawing;

import org.jspecify.annotations.NullMarked;
