package io.lynceus.store.audit;

import java.time.Instant;

/**
 * An entry of the audit table.
 *
 * @param number from 1, without gaps
 * @param kind such as {@code sign-in}
 * @param body one line of JSON or plain text
 * @param hash SHA-256 of the entry and of all before it, 64 lower-case hexadecimal digits
 */
public record AuditEntry(long number, Instant at, String kind, String body, String hash) {}
