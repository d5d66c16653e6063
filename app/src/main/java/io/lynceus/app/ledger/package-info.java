/**
 * {@code lynceus ledger calibrate}: how well crossings are counted, from a video with its truth.
 */
@NullMarked
package io.lynceus.app.ledger;

import org.jspecify.annotations.NullMarked;
