package io.torrentinno.agent.content.manifests;

import io.torrentinno.protocol.model.Bytes;

/**
 * A part of a stored text: a manifest or copy hints.
 *
 * @param total the length of the whole text in bytes
 * @param bytes the part; empty when it begins behind the end of the text
 */
public record ManifestSlice(int total, Bytes bytes) {}
