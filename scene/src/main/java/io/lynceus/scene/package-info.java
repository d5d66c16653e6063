/** What lies between images. Pure logic: no disk, no socket, time is injected. */
@NullMarked
package io.lynceus.scene;

import org.jspecify.annotations.NullMarked;
