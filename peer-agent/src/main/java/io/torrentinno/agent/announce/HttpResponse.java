package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP.
 *
 * @param retryAfter the header of this name; null when there is none
 * @param last whether no other answer follows on the connection
 */
record HttpResponse(int status, @Nullable String retryAfter, Bytes body, boolean last) {}
