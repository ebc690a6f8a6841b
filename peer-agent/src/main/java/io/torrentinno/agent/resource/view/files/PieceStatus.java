package io.torrentinno.agent.resource.view.files;

import io.torrentinno.protocol.model.Bitfield;

/**
 * The pieces of a resource.
 *
 * @param verified those that are on disk and match their hash
 * @param started those that are being fetched
 */
public record PieceStatus(Bitfield verified, Bitfield started) {}
