package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.function.IntPredicate;

/**
 * The pieces of a resource.
 *
 * @param layout where each lies
 * @param have those that are verified; changes as they come in
 * @param needed those that are to be fetched
 * @param verifiable whether the hash of a piece is known
 * @param zero whether that is known, and is the hash of zeros
 */
public record Pieces(
    PieceLayout layout,
    Bitfield have,
    NeededPieces needed,
    IntPredicate verifiable,
    IntPredicate zero) {}
