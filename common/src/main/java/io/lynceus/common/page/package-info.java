/** What all HTML pages of Lynceus share: the report, and the console. */
@NullMarked
package io.lynceus.common.page;

import org.jspecify.annotations.NullMarked;
