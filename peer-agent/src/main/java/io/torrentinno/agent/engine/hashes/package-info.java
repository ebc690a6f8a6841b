/** Hashes of pieces that the manifest leaves out: asks peers for them, and answers peers. */
@NullMarked
package io.torrentinno.agent.engine.hashes;

import org.jspecify.annotations.NullMarked;
