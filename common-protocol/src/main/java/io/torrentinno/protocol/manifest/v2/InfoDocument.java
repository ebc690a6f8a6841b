package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.model.InfoHash;

/**
 * An info document.
 *
 * @param infoHash SHA-256 of its bytes
 * @param length how many bytes it has
 */
public record InfoDocument(ResourceInfo info, InfoHash infoHash, long length) {}
