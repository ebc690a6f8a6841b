/** What announces say and what they are answered: values without behaviour. */
@NullMarked
package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.NullMarked;
