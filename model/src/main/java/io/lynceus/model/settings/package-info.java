/** How settings are checked. */
@NullMarked
package io.lynceus.model.settings;

import org.jspecify.annotations.NullMarked;
