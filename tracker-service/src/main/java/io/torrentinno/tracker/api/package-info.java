/** The REST API for operators ({@code specs/tracker.md}): swarms and their peers. */
@NullMarked
package io.torrentinno.tracker.api;

import org.jspecify.annotations.NullMarked;
