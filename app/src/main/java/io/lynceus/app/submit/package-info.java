/** {@code submit} and {@code demo}: images in, replies, pictures and a report out. */
@NullMarked
package io.lynceus.app.submit;

import org.jspecify.annotations.NullMarked;
