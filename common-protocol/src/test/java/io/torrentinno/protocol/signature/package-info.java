@NullMarked
package io.torrentinno.protocol.signature;

import org.jspecify.annotations.NullMarked;
