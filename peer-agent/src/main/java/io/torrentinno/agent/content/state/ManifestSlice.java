package io.torrentinno.agent.content.state;

import io.torrentinno.protocol.model.Bytes;

/**
 * A part of a stored manifest's text.
 *
 * @param total bytes of the whole text
 * @param bytes none when it begins behind the end
 */
public record ManifestSlice(int total, Bytes bytes) {}
