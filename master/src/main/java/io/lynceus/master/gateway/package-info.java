/**
 * What the client ports share: settings, limits, options, and the path of an image into dispatch.
 */
@NullMarked
package io.lynceus.master.gateway;

import org.jspecify.annotations.NullMarked;
