/**
 * Bearer tokens: what a token may do, and the file in which agents and trackers keep the hashes of
 * their tokens ({@code specs/tokens.md}). Uses the JDK only.
 */
@NullMarked
package io.torrentinno.protocol.token;

import org.jspecify.annotations.NullMarked;
