/** What every endpoint does with an announce: whose address counts, who asks too often, metrics. */
@NullMarked
package io.torrentinno.tracker.gateway;

import org.jspecify.annotations.NullMarked;
