/** What happened in front of cameras, as scene, store and ports share it. */
@NullMarked
package io.lynceus.model.event;

import org.jspecify.annotations.NullMarked;
