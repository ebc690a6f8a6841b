@NullMarked
package io.torrentinno.protocol.manifest;

import org.jspecify.annotations.NullMarked;
