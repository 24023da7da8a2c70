package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of Redis clients. */
public final class RedisPatches {

    private static final String PURPOSE = "a rotated password for new connections";

    private RedisPatches() {}

    public static PatchList lettuce() {
        return new PatchList("Lettuce", PURPOSE).addFirst("io.lettuce.core.RedisHandshake", LettucePatch::new);
    }

    public static PatchList jedis() {
        return new PatchList("Jedis", PURPOSE)
                .addFirst("redis.clients.jedis.Connection", JedisConnectionPatch::new)
                .addFirst("redis.clients.jedis.Jedis", JedisPatch::new)
                .addFirst("redis.clients.jedis.BinaryJedis", JedisPatch::new);
    }
}
