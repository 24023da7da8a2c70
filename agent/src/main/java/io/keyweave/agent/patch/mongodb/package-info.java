/**
 * Where a login passes in MongoDB's Java driver: each new connection authenticates itself, on the thread that opens it. One set of classes
 * serves drivers 4 and 5, whose method differs by an argument.
 */
@NullMarked
package io.keyweave.agent.patch.mongodb;

import org.jspecify.annotations.NullMarked;
