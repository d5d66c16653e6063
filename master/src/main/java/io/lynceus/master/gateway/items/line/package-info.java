/**
 * What lines of text are made of: their encoding, their words, requests of HTTP. Knows no items.
 */
@NullMarked
package io.lynceus.master.gateway.items.line;

import org.jspecify.annotations.NullMarked;
