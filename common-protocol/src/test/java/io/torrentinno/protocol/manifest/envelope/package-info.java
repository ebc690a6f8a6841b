@NullMarked
package io.torrentinno.protocol.manifest.envelope;

import org.jspecify.annotations.NullMarked;
