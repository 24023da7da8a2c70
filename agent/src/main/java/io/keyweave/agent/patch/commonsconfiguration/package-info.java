/** Apache Commons Configuration 1 and 2: their readers of properties files are not the JDK's. */
@NullMarked
package io.keyweave.agent.patch.commonsconfiguration;

import org.jspecify.annotations.NullMarked;
