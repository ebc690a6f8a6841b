/** The calls to an agent: {@link Agent}, and the values that it takes and returns. */
@NullMarked
package io.torrentinno.agent.resource.view;

import org.jspecify.annotations.NullMarked;
