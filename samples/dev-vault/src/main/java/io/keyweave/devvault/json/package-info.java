/** JSON text to and from maps, lists, strings, numbers and booleans. Depends on nothing, so that the dev vault stays one small jar. */
@NullMarked
package io.keyweave.devvault.json;

import org.jspecify.annotations.NullMarked;
