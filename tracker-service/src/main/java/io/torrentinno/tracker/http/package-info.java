/**
 * The tracker's HTTP endpoint: announces and scrapes are answered here, on event loops; every other
 * request passes on to the server of the control plane ({@code docs/adr/0012}).
 */
@NullMarked
package io.torrentinno.tracker.http;

import org.jspecify.annotations.NullMarked;
