/** The analyses, one class each. */
@NullMarked
package io.lynceus.vision.analyzer;

import org.jspecify.annotations.NullMarked;
