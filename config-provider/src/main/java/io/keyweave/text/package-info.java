/** How text is written inside other text, and patterns over it. Depends on nothing but the JDK. */
@NullMarked
package io.keyweave.text;

import org.jspecify.annotations.NullMarked;
