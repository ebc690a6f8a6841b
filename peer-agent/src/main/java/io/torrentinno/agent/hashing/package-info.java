/** Hashing of files: few threads, an order, cancellation, and a record of what is done. */
@NullMarked
package io.torrentinno.agent.hashing;

import org.jspecify.annotations.NullMarked;
