@NullMarked
package io.torrentinno.protocol.settings;

import org.jspecify.annotations.NullMarked;
