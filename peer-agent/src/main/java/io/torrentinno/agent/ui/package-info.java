/** The web page's response headers; the page itself is static. */
@NullMarked
package io.torrentinno.agent.ui;

import org.jspecify.annotations.NullMarked;
