/** What an owner wants to know of, as the settings say it. */
@NullMarked
package io.lynceus.scene.event;

import org.jspecify.annotations.NullMarked;
