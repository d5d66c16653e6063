/** What the HTTP port itself costs. */
@NullMarked
package io.lynceus.benchmarks.http;

import org.jspecify.annotations.NullMarked;
