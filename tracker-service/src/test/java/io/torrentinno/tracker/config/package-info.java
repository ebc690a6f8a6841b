@NullMarked
package io.torrentinno.tracker.config;

import org.jspecify.annotations.NullMarked;
