package io.torrentinno.tracker.http;

import io.torrentinno.tracker.http.connection.HttpLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the HTTP endpoint listens.
 *
 * @param address port 0 stands for any free port
 * @param tls null for plain HTTP
 * @param limits the limits of all callers together
 */
record ListenAddress(InetSocketAddress address, @Nullable ServerTls tls, HttpLimits limits) {}
