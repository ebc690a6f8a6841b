/**
 * Who may do what: tokens, and the rules for the control plane. The control plane is the page, the
 * table of peers, the REST API and the metrics.
 */
@NullMarked
package io.torrentinno.tracker.security;

import org.jspecify.annotations.NullMarked;
