package io.torrentinno.tracker.http;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP door is.
 *
 * @param address port 0 stands for any that is free
 * @param tls how callers are spoken to; null for plainly
 */
record Entrance(InetSocketAddress address, @Nullable SslContext tls) {}
