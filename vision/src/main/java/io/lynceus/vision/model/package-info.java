/** Networks that run: their input from pictures, their sessions, their outputs. */
@NullMarked
package io.lynceus.vision.model;

import org.jspecify.annotations.NullMarked;
