/**
 * Who hears of a reply after the client has it: each outlet has a bounded queue and a thread of its
 * own, so that it delays no reply.
 */
@NullMarked
package io.lynceus.master.outlets;

import org.jspecify.annotations.NullMarked;
