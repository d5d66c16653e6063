/**
 * The compat port: answers as DeepStack or CodeProject.AI Server do, for programs that speak to
 * these. One picture in, its objects or faces out.
 */
@NullMarked
package io.lynceus.master.gateway.compat;

import org.jspecify.annotations.NullMarked;
