@NullMarked
package io.torrentinno.protocol.announce.batch;

import org.jspecify.annotations.NullMarked;
