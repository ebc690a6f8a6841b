package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.protocol.manifest.tree.FileTree;

/**
 * A folder, or a file that is to have a manifest of version 2, that was read and hashed.
 *
 * @param verified the hashes, and the stamps, which were the same before and after the files were
 *     read
 */
public record HashedTree(FileTree tree, VerifiedContent verified) implements Hashed {}
