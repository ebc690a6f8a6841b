/** The common values: ids, addresses, ranges, bitfields. Uses the JDK only. */
@NullMarked
package io.torrentinno.protocol.model;

import org.jspecify.annotations.NullMarked;
