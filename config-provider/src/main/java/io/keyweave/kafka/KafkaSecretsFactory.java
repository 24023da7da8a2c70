package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.time.KeyweaveThreads;
import io.keyweave.time.TimeSource;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;

/** Opens the secrets of one set of parameters on the system's clock. */
final class KafkaSecretsFactory {

    /** The thread that happens to call first may belong to a connector's plug-in: these inherit nothing of it. */
    private static final ThreadFactory THREADS = new KeyweaveThreads("keyweave-kafka-");

    private KafkaSecretsFactory() {}

    static SharedSecrets.Opened open(KafkaParameters parameters) {
        TimeSource time = TimeSource.system(THREADS);
        EventLog log = KafkaLog.open();
        ResolverBuilder builder = new ResolverBuilder(parameters.settings()).threads(THREADS);
        KafkaSecrets secrets = new KafkaSecrets(
                parameters, builder, time, new SplittableRandom(), HerderCall.ticksRestartTasks(), log);
        return new SharedSecrets.Opened(secrets, time);
    }
}
