/** The words of Lynceus: what is asked, what is found, what is answered. The JDK only. */
@NullMarked
package io.lynceus.model;

import org.jspecify.annotations.NullMarked;
