package io.keyweave.kafka;

import io.keyweave.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our lines in Kafka's own log, under {@code io.keyweave}. */
final class KafkaLog implements Log {

    private final Logger logger = LoggerFactory.getLogger("io.keyweave");

    @Override
    public void log(Level level, String message) {
        switch (level) {
            case ERROR -> logger.error(message);
            case WARN -> logger.warn(message);
            case INFO -> logger.info(message);
            case DEBUG -> logger.debug(message);
        }
    }

    @Override
    public boolean enabled(Level level) {
        return switch (level) {
            case ERROR -> logger.isErrorEnabled();
            case WARN -> logger.isWarnEnabled();
            case INFO -> logger.isInfoEnabled();
            case DEBUG -> logger.isDebugEnabled();
        };
    }
}
