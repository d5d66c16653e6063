/**
 * What the clients' ports share: their settings, limits, options, and the way of an image into
 * dispatch.
 */
@NullMarked
package io.lynceus.master.gateway;

import org.jspecify.annotations.NullMarked;
