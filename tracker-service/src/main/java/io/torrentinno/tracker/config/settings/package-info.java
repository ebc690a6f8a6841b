/** The settings of the tracker. */
@NullMarked
package io.torrentinno.tracker.config.settings;

import org.jspecify.annotations.NullMarked;
