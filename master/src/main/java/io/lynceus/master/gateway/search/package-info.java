/**
 * What the clients' ports ask of the store: questions read from queries, answers written as JSON
 * and CSV, and the threads that wait for the disk. Knows no sockets and no files.
 */
@NullMarked
package io.lynceus.master.gateway.search;

import org.jspecify.annotations.NullMarked;
