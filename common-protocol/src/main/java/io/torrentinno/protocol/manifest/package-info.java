/** The resource manifest: a file's name, pieces and tracker, in JSON. */
@NullMarked
package io.torrentinno.protocol.manifest;

import org.jspecify.annotations.NullMarked;
