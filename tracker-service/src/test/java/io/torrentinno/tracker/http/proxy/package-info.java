@NullMarked
package io.torrentinno.tracker.http.proxy;

import org.jspecify.annotations.NullMarked;
