/** The clients' HTTP port: one image in, its JSON out, and questions about the cluster. */
@NullMarked
package io.lynceus.master.gateway.http;

import org.jspecify.annotations.NullMarked;
