/** Settings, and how the parts of the tracker are put together. */
@NullMarked
package io.torrentinno.tracker.config;

import org.jspecify.annotations.NullMarked;
