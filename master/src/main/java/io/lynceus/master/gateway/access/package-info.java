/**
 * Who may do what at the clients' ports: rights, roles, and what a token grants. Knows no
 * connections.
 */
@NullMarked
package io.lynceus.master.gateway.access;

import org.jspecify.annotations.NullMarked;
