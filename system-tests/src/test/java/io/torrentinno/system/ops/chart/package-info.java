/** The chart, and the objects that it gives. */
@NullMarked
package io.torrentinno.system.ops.chart;

import org.jspecify.annotations.NullMarked;
