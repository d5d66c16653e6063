/** What a network of any origin has to show before it is used: its file, and its first runs. */
@NullMarked
package io.lynceus.vision.trial;

import org.jspecify.annotations.NullMarked;
