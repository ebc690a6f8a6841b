/** Passes requests that are no announces on to the control plane. */
@NullMarked
package io.torrentinno.tracker.http.proxy;

import org.jspecify.annotations.NullMarked;
