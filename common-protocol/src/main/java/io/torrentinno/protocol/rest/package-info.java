/**
 * Bodies of the REST APIs, as {@code specs/agent-api.md} defines them. Services write them, and
 * their clients read them.
 */
@NullMarked
package io.torrentinno.protocol.rest;

import org.jspecify.annotations.NullMarked;
