package io.torrentinno.tracker.http;

import io.torrentinno.tracker.http.connection.HttpLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP endpoint is.
 *
 * @param address port 0 stands for any that is free
 * @param tls how callers are spoken to; null for plainly
 * @param limits what they may do together
 */
record ListenAddress(InetSocketAddress address, @Nullable ServerTls tls, HttpLimits limits) {}
