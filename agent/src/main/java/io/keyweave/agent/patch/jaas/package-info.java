/** The JDK's login configuration files: options of login modules. */
@NullMarked
package io.keyweave.agent.patch.jaas;

import org.jspecify.annotations.NullMarked;
