/** Who came and went, as scene, store and ports share it. */
@NullMarked
package io.lynceus.model.ledger;

import org.jspecify.annotations.NullMarked;
