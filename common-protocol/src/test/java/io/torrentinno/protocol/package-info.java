@NullMarked
package io.torrentinno.protocol;

import org.jspecify.annotations.NullMarked;
