/** What is known of whose face it is: measured by slaves, decided by a master. */
@NullMarked
package io.lynceus.model.people;

import org.jspecify.annotations.NullMarked;
