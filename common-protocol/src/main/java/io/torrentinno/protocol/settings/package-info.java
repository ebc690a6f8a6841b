/** Which settings a service has, and what is wrong with those that it is given. */
@NullMarked
package io.torrentinno.protocol.settings;

import org.jspecify.annotations.NullMarked;
