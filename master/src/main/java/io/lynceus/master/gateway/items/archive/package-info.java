/** What archives and compressed data say at their bytes. Knows no items. */
@NullMarked
package io.lynceus.master.gateway.items.archive;

import org.jspecify.annotations.NullMarked;
