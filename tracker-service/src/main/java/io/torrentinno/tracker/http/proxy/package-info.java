/** Passes requests that are no announces or scrapes to the control plane. */
@NullMarked
package io.torrentinno.tracker.http.proxy;

import org.jspecify.annotations.NullMarked;
