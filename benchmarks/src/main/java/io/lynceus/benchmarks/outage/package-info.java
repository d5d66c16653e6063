/** What is told of events while those who are told are killed, and what it costs replies. */
@NullMarked
package io.lynceus.benchmarks.outage;

import org.jspecify.annotations.NullMarked;
