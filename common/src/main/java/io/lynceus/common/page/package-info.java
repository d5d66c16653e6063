/** What the report, annotated pictures and the console share: style, and kinds of findings. */
@NullMarked
package io.lynceus.common.page;

import org.jspecify.annotations.NullMarked;
