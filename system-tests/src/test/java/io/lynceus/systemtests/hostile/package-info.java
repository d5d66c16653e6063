/** Slaves, clients and web pages that mean harm, each a small program, against a real master. */
@NullMarked
package io.lynceus.systemtests.hostile;

import org.jspecify.annotations.NullMarked;
