/** Settings, and the creation of the parts of the tracker. */
@NullMarked
package io.torrentinno.tracker.config;

import org.jspecify.annotations.NullMarked;
