/** The errors that the REST API answers with (RFC 9457). */
@NullMarked
package io.torrentinno.agent.api.errors;

import org.jspecify.annotations.NullMarked;
