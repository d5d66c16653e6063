/** Whether an image file holds all of its picture: what decoders notice, and what they do not. */
@NullMarked
package io.lynceus.vision.inspection;

import org.jspecify.annotations.NullMarked;
