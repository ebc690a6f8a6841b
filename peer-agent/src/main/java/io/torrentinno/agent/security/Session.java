package io.torrentinno.agent.security;

import io.torrentinno.protocol.model.Bytes32;

/**
 * A browser that has logged in.
 *
 * @param token the hash of the token with which it did
 * @param csrfToken what each changing call of the page must repeat in a header; other sites cannot
 *     know it
 * @param endNanos when it ends, on the clock of {@link Sessions}
 */
record Session(Bytes32 token, String csrfToken, long endNanos) {}
