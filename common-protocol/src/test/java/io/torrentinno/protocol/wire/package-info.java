@NullMarked
package io.torrentinno.protocol.wire;

import org.jspecify.annotations.NullMarked;
