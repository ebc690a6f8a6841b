/** The files of a resource that is a folder. */
@NullMarked
package io.torrentinno.agent.content.tree;

import org.jspecify.annotations.NullMarked;
