/** OpenCV's and ONNX Runtime's native libraries: unpacked once, loaded explicitly. */
@NullMarked
package io.lynceus.vision.natives;

import org.jspecify.annotations.NullMarked;
