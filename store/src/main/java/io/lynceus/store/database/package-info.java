/** Connections to SQLite and PostgreSQL, and the versions of the schema. */
@NullMarked
package io.lynceus.store.database;

import org.jspecify.annotations.NullMarked;
