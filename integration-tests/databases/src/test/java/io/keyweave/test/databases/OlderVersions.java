package io.keyweave.test.databases;

import io.keyweave.test.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries as an application of some years ago has them.
 *
 * @param url what it connects to
 * @param pools the pools it does so with
 * @param driver the driver's jar, without its ending
 * @param hikari HikariCP's
 */
record OlderVersions(String url, String pools, String driver, String hikari) {

    private static final List<String> OTHER_POOLS = List.of(
            "tomcat-jdbc-8.5.100",
            "tomcat-juli-8.5.100",
            "commons-dbcp2-2.0",
            "commons-pool2-2.2",
            "commons-logging-1.2",
            "c3p0-0.9.5.5",
            "mchange-commons-java-0.2.19",
            "agroal-api-1.9",
            "agroal-pool-1.9",
            "druid-1.1.24");

    Path[] jars() {
        return Stream.concat(Stream.of(driver, hikari), OTHER_POOLS.stream())
                .map(jar -> Project.built("integration-tests/databases/target/versions/" + jar + ".jar"))
                .toArray(Path[]::new);
    }
}
