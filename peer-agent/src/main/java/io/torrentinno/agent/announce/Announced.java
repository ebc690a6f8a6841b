package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import java.util.function.Supplier;

/**
 * A resource that is announced.
 *
 * @param progress asked before each announce; does not block
 * @param listener hears what comes of its announces
 */
public record Announced(
    InfoHash infoHash, Supplier<Progress> progress, AnnounceListener listener) {}
