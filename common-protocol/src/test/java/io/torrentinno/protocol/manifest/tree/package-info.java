@NullMarked
package io.torrentinno.protocol.manifest.tree;

import org.jspecify.annotations.NullMarked;
