/** Peers of TI/2 that do what no agent does. */
@NullMarked
package io.torrentinno.system.ti2;

import org.jspecify.annotations.NullMarked;
