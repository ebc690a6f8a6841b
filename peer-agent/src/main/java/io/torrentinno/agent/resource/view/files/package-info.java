/** The state of the files and pieces of a resource. */
@NullMarked
package io.torrentinno.agent.resource.view.files;

import org.jspecify.annotations.NullMarked;
