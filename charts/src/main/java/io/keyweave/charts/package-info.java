/**
 * Pictures of this project as SVG, in one style, by JFreeChart and Batik. A tool: neither the agent nor the library knows it, {@code simulate --svg} loads it
 * from a jar of its own.
 */
@NullMarked
package io.keyweave.charts;

import org.jspecify.annotations.NullMarked;
