/** Kafka as users run it: broker, clients, Connect and MirrorMaker, with the packages that {@code mvn package} made. */
@NullMarked
package io.keyweave.test.kafka;

import org.jspecify.annotations.NullMarked;
