/** The table of the peers of many swarms, which operators read. */
@NullMarked
package io.torrentinno.protocol.announce.table;

import org.jspecify.annotations.NullMarked;
