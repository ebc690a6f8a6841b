package io.torrentinno.agent.announce.http;

import io.torrentinno.protocol.model.Bytes;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An answer with any status.
 *
 * @param retryAfter the header of this name; null when there is none
 * @param server the address of the server; null behind a proxy, which alone knows it
 */
public record HttpResponse(
    int status, @Nullable String retryAfter, Bytes body, @Nullable InetAddress server) {}
