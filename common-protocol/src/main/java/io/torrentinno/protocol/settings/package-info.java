/** The settings of a service, and checks of the settings that it is given. */
@NullMarked
package io.torrentinno.protocol.settings;

import org.jspecify.annotations.NullMarked;
