/** Writes a report of many replies for people: one self-contained HTML file. */
@NullMarked
package io.lynceus.client.report;

import org.jspecify.annotations.NullMarked;
