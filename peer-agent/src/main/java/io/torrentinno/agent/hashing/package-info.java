/** Hashing of files on few threads, with an order, cancellation, and a log of finished hashes. */
@NullMarked
package io.torrentinno.agent.hashing;

import org.jspecify.annotations.NullMarked;
