/**
 * The tracker's HTTP endpoint. It answers announces and scrapes on event loops, and passes every
 * other request to the server of the control plane ({@code
 * docs/adr/0011-announces-on-event-loops.md}).
 */
@NullMarked
package io.torrentinno.tracker.http;

import org.jspecify.annotations.NullMarked;
