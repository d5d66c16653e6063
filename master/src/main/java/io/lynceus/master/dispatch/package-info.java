/** Admission, splitting, assignment, retries and merging, on one thread. Knows no sockets. */
@NullMarked
package io.lynceus.master.dispatch;

import org.jspecify.annotations.NullMarked;
