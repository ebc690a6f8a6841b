/** The tracker's HTTP endpoint ({@code specs/tracker.md}). */
@NullMarked
package io.torrentinno.tracker.api;

import org.jspecify.annotations.NullMarked;
