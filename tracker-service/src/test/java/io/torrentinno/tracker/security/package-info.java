@NullMarked
package io.torrentinno.tracker.security;

import org.jspecify.annotations.NullMarked;
