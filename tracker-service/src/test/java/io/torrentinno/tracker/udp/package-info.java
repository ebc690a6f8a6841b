@NullMarked
package io.torrentinno.tracker.udp;

import org.jspecify.annotations.NullMarked;
