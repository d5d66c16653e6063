/** The tables: how results become rows, and how rows are found. */
@NullMarked
package io.lynceus.store.rows;

import org.jspecify.annotations.NullMarked;
