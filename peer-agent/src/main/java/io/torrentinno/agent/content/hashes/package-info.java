/** The hashes of a resource's pieces, and proofs of them, for peers and from peers. */
@NullMarked
package io.torrentinno.agent.content.hashes;

import org.jspecify.annotations.NullMarked;
