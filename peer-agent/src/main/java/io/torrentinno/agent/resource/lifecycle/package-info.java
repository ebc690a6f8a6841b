/** The states of a resource, and the decisions that lead from one to the next. Does no I/O. */
@NullMarked
package io.torrentinno.agent.resource.lifecycle;

import org.jspecify.annotations.NullMarked;
