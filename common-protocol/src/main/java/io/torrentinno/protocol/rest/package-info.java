/**
 * Bodies of the REST APIs, as {@code specs/agent-api.md} defines them: what a service writes and
 * what its clients read.
 */
@NullMarked
package io.torrentinno.protocol.rest;

import org.jspecify.annotations.NullMarked;
