@NullMarked
package io.torrentinno.tracker.config.redis;

import org.jspecify.annotations.NullMarked;
