package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import java.util.function.Supplier;

/**
 * A resource that is announced.
 *
 * @param progress called before each announce; does not block
 * @param listener receives the results
 */
public record Announced(
    InfoHash infoHash, Supplier<Progress> progress, AnnounceListener listener) {}
