@NullMarked
package io.torrentinno.protocol.announce;

import org.jspecify.annotations.NullMarked;
