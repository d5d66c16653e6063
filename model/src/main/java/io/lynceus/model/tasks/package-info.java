/** What a master tells of the images that it has now. */
@NullMarked
package io.lynceus.model.tasks;

import org.jspecify.annotations.NullMarked;
