/** Hash trees of files as BEP 52 defines them: roots, piece layers, proofs. */
@NullMarked
package io.torrentinno.protocol.merkle;

import org.jspecify.annotations.NullMarked;
