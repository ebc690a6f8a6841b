@NullMarked
package io.torrentinno.tracker.gateway;

import org.jspecify.annotations.NullMarked;
