/** Has the images of a folder analysed. */
@NullMarked
package io.lynceus.examples.folder;

import org.jspecify.annotations.NullMarked;
