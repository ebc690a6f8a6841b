/** Finds buffers that are not released. Other modules use this, too. */
@NullMarked
package io.torrentinno.protocol.leaks;

import org.jspecify.annotations.NullMarked;
