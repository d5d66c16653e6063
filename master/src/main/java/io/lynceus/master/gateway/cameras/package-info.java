/** The settings of single cameras over HTTP, for those who may change them. */
@NullMarked
package io.lynceus.master.gateway.cameras;

import org.jspecify.annotations.NullMarked;
