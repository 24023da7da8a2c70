/** Jackson 2 and 3: JSON of trusted files and resources, and the YAML that it has SnakeYAML parse. */
@NullMarked
package io.keyweave.agent.patch.jackson;

import org.jspecify.annotations.NullMarked;
