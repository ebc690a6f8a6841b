@NullMarked
package io.torrentinno.protocol.manifest.v2;

import org.jspecify.annotations.NullMarked;
