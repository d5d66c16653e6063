/** What is remembered of images: rows in SQLite or PostgreSQL, and pictures as files. */
@NullMarked
package io.lynceus.store;

import org.jspecify.annotations.NullMarked;
