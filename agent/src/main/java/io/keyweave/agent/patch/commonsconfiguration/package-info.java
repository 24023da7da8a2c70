/** Apache Commons Configuration 2: its reader of properties files is not the JDK's. */
@NullMarked
package io.keyweave.agent.patch.commonsconfiguration;

import org.jspecify.annotations.NullMarked;
