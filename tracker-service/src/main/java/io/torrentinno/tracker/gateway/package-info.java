/**
 * The steps that every endpoint takes for an announce: it decides on the address, checks limits,
 * and counts.
 */
@NullMarked
package io.torrentinno.tracker.gateway;

import org.jspecify.annotations.NullMarked;
