/** The files, links and folders of a version 2 resource: rules, and a compact form in memory. */
@NullMarked
package io.torrentinno.protocol.manifest.tree;

import org.jspecify.annotations.NullMarked;
