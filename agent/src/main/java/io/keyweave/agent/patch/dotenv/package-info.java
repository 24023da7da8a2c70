/** dotenv-java: the values of a trusted {@code .env}. */
@NullMarked
package io.keyweave.agent.patch.dotenv;

import org.jspecify.annotations.NullMarked;
