/** What the audit table is proved by outside of the store: signed heads of its chain. */
@NullMarked
package io.lynceus.store.audit;

import org.jspecify.annotations.NullMarked;
