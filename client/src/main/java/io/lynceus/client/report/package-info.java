/** A report of many replies for people: one HTML file that needs nothing else. */
@NullMarked
package io.lynceus.client.report;

import org.jspecify.annotations.NullMarked;
