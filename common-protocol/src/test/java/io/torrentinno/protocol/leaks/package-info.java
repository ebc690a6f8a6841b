/** Finds buffers that are not released; other modules use it, too. */
@NullMarked
package io.torrentinno.protocol.leaks;

import org.jspecify.annotations.NullMarked;
