package io.lynceus.vision.match;

import org.opencv.core.Mat;

/**
 * What is looked for.
 *
 * @param name of it, the label of what is found
 * @param grey 8 bits a pixel; not changed
 */
record TemplatePattern(String name, Mat grey) {}
