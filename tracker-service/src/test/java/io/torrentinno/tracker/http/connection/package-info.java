@NullMarked
package io.torrentinno.tracker.http.connection;

import org.jspecify.annotations.NullMarked;
