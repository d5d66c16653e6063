/** What the settings of a camera say of the detections in its stills. Pure logic. */
@NullMarked
package io.lynceus.scene.rules;

import org.jspecify.annotations.NullMarked;
