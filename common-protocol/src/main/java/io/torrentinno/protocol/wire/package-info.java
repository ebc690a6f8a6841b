/** The peer wire protocol, TI/1 and TI/2: messages, and their form in bytes. */
@NullMarked
package io.torrentinno.protocol.wire;

import org.jspecify.annotations.NullMarked;
