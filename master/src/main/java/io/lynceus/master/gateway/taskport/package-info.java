/** The task port: TCP connections that send items and get lines of JSON. */
@NullMarked
package io.lynceus.master.gateway.taskport;

import org.jspecify.annotations.NullMarked;
