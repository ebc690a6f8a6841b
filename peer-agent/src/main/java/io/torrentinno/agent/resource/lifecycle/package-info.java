/** What states a resource has and what moves it from one to the next: pure decisions, no I/O. */
@NullMarked
package io.torrentinno.agent.resource.lifecycle;

import org.jspecify.annotations.NullMarked;
