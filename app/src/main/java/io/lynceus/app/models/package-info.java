/** {@code lynceus models}: the networks of a user's folder, and where to get more. */
@NullMarked
package io.lynceus.app.models;

import org.jspecify.annotations.NullMarked;
