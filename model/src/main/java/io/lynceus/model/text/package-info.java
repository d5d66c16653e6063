/** Names of files and of settings, as people read and write them. */
@NullMarked
package io.lynceus.model.text;

import org.jspecify.annotations.NullMarked;
