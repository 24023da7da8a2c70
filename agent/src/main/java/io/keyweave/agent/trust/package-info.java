/**
 * Where does text come from, and may it hold placeholders? Streams are followed through listed JDK classes only, trust is judged
 * on the path as it was opened; whatever is not known is not trusted. Used on load paths only, and beyond a few field reads only
 * for text in which a placeholder stands.
 */
@NullMarked
package io.keyweave.agent.trust;

import org.jspecify.annotations.NullMarked;
