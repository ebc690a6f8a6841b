@NullMarked
package io.torrentinno.protocol.token;

import org.jspecify.annotations.NullMarked;
