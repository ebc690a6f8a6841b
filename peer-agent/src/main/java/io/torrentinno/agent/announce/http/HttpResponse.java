package io.torrentinno.agent.announce.http;

import io.torrentinno.protocol.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An answer with any status.
 *
 * @param retryAfter the header of this name; null when there is none
 */
public record HttpResponse(int status, @Nullable String retryAfter, Bytes body) {}
