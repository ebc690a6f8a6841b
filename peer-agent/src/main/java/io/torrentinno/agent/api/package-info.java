/** The REST API ({@code specs/agent-api.md}). */
@NullMarked
package io.torrentinno.agent.api;

import org.jspecify.annotations.NullMarked;
