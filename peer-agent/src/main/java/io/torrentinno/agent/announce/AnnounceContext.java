package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceRequest;
import java.net.URI;
import java.util.function.Supplier;

/**
 * What an announcer works with.
 *
 * @param calls reaches the tracker
 * @param tracker its address, such as {@code http://192.0.2.1:8080}
 * @param request what to say now; asked before each announce, on a thread that may block; its event
 *     does not matter
 * @param listener hears of this resource's announces
 * @param observer hears of everybody's announces
 */
public record AnnounceContext(
    TrackerCalls calls,
    URI tracker,
    Supplier<AnnounceRequest> request,
    AnnounceListener listener,
    AnnounceObserver observer) {}
