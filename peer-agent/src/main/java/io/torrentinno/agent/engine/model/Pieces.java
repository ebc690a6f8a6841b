package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.function.IntPredicate;

/**
 * The pieces of a resource.
 *
 * @param layout the position of each piece
 * @param have the verified pieces; changes as pieces arrive
 * @param needed the pieces that are to be fetched
 * @param verifiable whether the hash of a piece is known
 * @param zero whether the hash of a piece is known and is the hash of zeros
 */
public record Pieces(
    PieceLayout layout,
    Bitfield have,
    NeededPieces needed,
    IntPredicate verifiable,
    IntPredicate zero) {}
