/** What Kafka loads. It needs {@code keyweave-kafka.jar} beside this jar: on the class path, or in the same plug-in folder. */
@NullMarked
package io.keyweave.aws.kafka;

import org.jspecify.annotations.NullMarked;
