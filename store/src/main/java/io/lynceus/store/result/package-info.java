/** What the store takes and gives: facts of images, questions, and answers. */
@NullMarked
package io.lynceus.store.result;

import org.jspecify.annotations.NullMarked;
