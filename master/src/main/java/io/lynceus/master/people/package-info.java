/** Who is enrolled, encrypted on the disk, and whose the faces are that slaves have seen. */
@NullMarked
package io.lynceus.master.people;

import org.jspecify.annotations.NullMarked;
