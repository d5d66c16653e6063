/** What a master tells of its cameras. */
@NullMarked
package io.lynceus.model.cameras;

import org.jspecify.annotations.NullMarked;
