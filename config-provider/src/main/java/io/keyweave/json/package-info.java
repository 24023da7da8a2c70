/** Reads JSON objects: answers of services, and secrets that are JSON. Depends only on azure-json. */
@NullMarked
package io.keyweave.json;

import org.jspecify.annotations.NullMarked;
