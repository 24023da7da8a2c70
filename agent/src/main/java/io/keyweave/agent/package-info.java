/**
 * The two classes an application's loader can see. They name the JDK and each other, nothing else; a test holds that.
 */
@NullMarked
package io.keyweave.agent;

import org.jspecify.annotations.NullMarked;
