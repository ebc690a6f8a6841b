package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.protocol.model.PieceHash;
import java.util.List;

/**
 * A file that was read and hashed.
 *
 * @param stamp of the file, the same before and after it was read
 * @param pieceSize bytes of each piece but the last
 * @param hashes of all pieces, in their order
 */
public record HashedFile(FileStamp stamp, int pieceSize, List<PieceHash> hashes)
    implements Hashed {}
