package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The resource that is announced.
 *
 * @param name for the log
 * @param progress called before each announce; does not block
 * @param found receives peers, on a thread that must not be held up
 * @param failureChanged called when the trackers' failure may have changed; returns at once
 */
public record AnnounceSubject(
    InfoHash infoHash,
    String name,
    Supplier<Progress> progress,
    Consumer<SessionEvent.PeersFound> found,
    Runnable failureChanged) {}
