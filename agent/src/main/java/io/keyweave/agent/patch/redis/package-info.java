/** Where a login passes in the Redis clients, and what the server says when it is refused: {@code WRONGPASS}, before Redis 6 another text. */
@NullMarked
package io.keyweave.agent.patch.redis;

import org.jspecify.annotations.NullMarked;
