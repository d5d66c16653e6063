/** The latest still of each camera, and the browsers that watch them. */
@NullMarked
package io.lynceus.console.live;

import org.jspecify.annotations.NullMarked;
