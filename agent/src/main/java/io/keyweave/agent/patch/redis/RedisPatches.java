package io.keyweave.agent.patch.redis;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of Redis clients. */
public final class RedisPatches {

    private static final String PURPOSE = "a rotated password for new connections";

    private RedisPatches() {}

    public static PatchList lettuce() {
        return new PatchList("Lettuce", PURPOSE).add("io.lettuce.core.RedisHandshake", LettucePatch::new);
    }

    public static PatchList jedis() {
        return new PatchList("Jedis", PURPOSE)
                .add("redis.clients.jedis.Connection", JedisConnectionPatch::new)
                .add("redis.clients.jedis.Jedis", JedisPatch::new)
                .add("redis.clients.jedis.BinaryJedis", JedisPatch::new);
    }
}
