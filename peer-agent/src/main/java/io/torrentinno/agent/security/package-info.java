/**
 * Who may call what ({@code specs/agent-api.md}, "Tokens"): one chain of filters before the REST
 * API and the page. All parts always exist, and decide for each request.
 */
@NullMarked
package io.torrentinno.agent.security;

import org.jspecify.annotations.NullMarked;
