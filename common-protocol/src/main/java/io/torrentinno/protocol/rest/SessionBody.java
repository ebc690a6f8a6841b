package io.torrentinno.protocol.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a caller.
 *
 * @param name the name of its token; {@code loopback} or {@code anybody} while there are no tokens
 * @param scopes the scopes of its token, the weakest first
 * @param csrfToken for a browser that has logged in: each call that changes something repeats it in
 *     the header {@code X-CSRF-Token}; else null
 */
public record SessionBody(String name, List<String> scopes, @Nullable String csrfToken) {}
