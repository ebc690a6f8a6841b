/** What operators are given: the chart, the images' settings, the rules and the dashboard. */
@NullMarked
package io.torrentinno.system.ops;

import org.jspecify.annotations.NullMarked;
