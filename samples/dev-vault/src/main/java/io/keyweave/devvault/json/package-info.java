/** JSON text to and from maps, lists, strings, numbers and booleans, by azure-json. */
@NullMarked
package io.keyweave.devvault.json;

import org.jspecify.annotations.NullMarked;
