/** Folders that cameras fill: what is whole is sent, and put away by its own outcome. */
@NullMarked
package io.lynceus.app.watch.folder;

import org.jspecify.annotations.NullMarked;
