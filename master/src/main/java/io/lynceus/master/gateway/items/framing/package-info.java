/** What stands around the frames of a video: headers of parts, chunks, boxes. Knows no items. */
@NullMarked
package io.lynceus.master.gateway.items.framing;

import org.jspecify.annotations.NullMarked;
