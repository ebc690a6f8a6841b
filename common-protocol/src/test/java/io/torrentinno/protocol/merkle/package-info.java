@NullMarked
package io.torrentinno.protocol.merkle;

import org.jspecify.annotations.NullMarked;
