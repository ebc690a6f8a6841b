package io.torrentinno.tracker.http;

import io.torrentinno.tracker.http.connection.HttpLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the HTTP endpoint listens. Port 0 stands for any free port.
 *
 * @param address of announces, and of everything else where there is no other address
 * @param management address of the control plane; null where it shares the one of announces
 * @param tls null for plain HTTP
 * @param limits the limits of all callers together
 */
record ListenAddress(
    InetSocketAddress address,
    @Nullable InetSocketAddress management,
    @Nullable ServerTls tls,
    HttpLimits limits) {}
