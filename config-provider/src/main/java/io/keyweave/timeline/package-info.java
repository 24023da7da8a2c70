/** What a start spends its time on, for {@code log=debug}. Everybody may name it; it knows only the JDK. */
@NullMarked
package io.keyweave.timeline;

import org.jspecify.annotations.NullMarked;
