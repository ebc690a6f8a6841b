/** Values that everything else speaks in: ids, addresses, ranges, bitfields. JDK only. */
@NullMarked
package io.torrentinno.protocol.model;

import org.jspecify.annotations.NullMarked;
