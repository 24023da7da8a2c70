package io.keyweave.kafka;

import io.keyweave.Log;
import io.keyweave.SecretResolver;
import io.keyweave.store.TimeSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens the secrets of one set of parameters on the system's clock. */
final class KafkaSecretsFactory {

    private KafkaSecretsFactory() {}

    static SharedSecrets.Opened open(KafkaParameters parameters) {
        Threads threads = new Threads();
        TimeSource time = TimeSource.system(threads);
        Log log = KafkaLog.open();
        SecretResolver.Builder builder =
                SecretResolver.builder(parameters.settings()).threads(threads);
        return new SharedSecrets.Opened(new KafkaSecrets(parameters, builder, time, log), time);
    }

    /** Daemons that see our class loader: the thread that happens to call first may belong to a connector's plug-in. */
    private static final class Threads implements ThreadFactory {

        private static final AtomicInteger NUMBER = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "keyweave-kafka-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(KafkaSecretsFactory.class.getClassLoader());
            return thread;
        }
    }
}
