/** The analyses of a picture, and the catalogue of them. */
@NullMarked
package io.lynceus.vision;

import org.jspecify.annotations.NullMarked;
