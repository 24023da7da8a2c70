/** SmallRye Config, and with it Quarkus: files get markers when they are loaded, and every read exchanges them for the secrets as they are now. */
@NullMarked
package io.keyweave.agent.patch.smallrye;

import org.jspecify.annotations.NullMarked;
