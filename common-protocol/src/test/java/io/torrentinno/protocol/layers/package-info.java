/** The rule of the layers that {@code ARCHITECTURE.md} shows, for the services. */
@NullMarked
package io.torrentinno.protocol.layers;

import org.jspecify.annotations.NullMarked;
