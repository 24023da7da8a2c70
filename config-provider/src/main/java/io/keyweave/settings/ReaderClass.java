package io.keyweave.settings;

import org.jspecify.annotations.Nullable;

/**
 * Which classes {@code trust=class:} may name. It trusts all that a class reads, so it is for a class of the application that reads nothing of users. A
 * driver or a pool is given what somebody typed into a form as well, and a configuration library reads whatever it is handed.
 */
public final class ReaderClass {

    private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

    private static final String[] LIBRARIES = {
        "akka.",
        "ch.qos.logback.",
        "com.alibaba.druid.",
        "com.amazon.redshift.",
        "com.amazonaws.",
        "com.arangodb.",
        "com.azure.",
        "com.baomidou.",
        "com.clickhouse.",
        "com.couchbase.",
        "com.datastax.",
        "com.facebook.presto.",
        "com.fasterxml.",
        "com.google.",
        "com.ibm.db2.",
        "com.ibm.mq.",
        "com.ibm.ws.",
        "com.informix.",
        "com.mchange.",
        "com.microsoft.azure.",
        "com.microsoft.sqlserver.",
        "com.mongodb.",
        "com.mysql.",
        "com.netflix.",
        "com.oracle.",
        "com.p6spy.",
        "com.rabbitmq.",
        "com.sap.db.",
        "com.simba.",
        "com.singlestore.",
        "com.teradata.",
        "com.typesafe.",
        "com.ulisesbocchio.",
        "com.vertica.",
        "com.zaxxer.",
        "dev.morphia.",
        "groovy.",
        "io.agroal.",
        "io.dropwizard.",
        "io.ebean.",
        "io.github.cdimascio.",
        "io.grpc.",
        "io.helidon.",
        "io.javalin.",
        "io.lettuce.",
        "io.micrometer.",
        "io.micronaut.",
        "io.netty.",
        "io.opentelemetry.",
        "io.projectreactor.",
        "io.quarkus.",
        "io.r2dbc.",
        "io.smallrye.",
        "io.trino.",
        "io.undertow.",
        "io.vertx.",
        "jakarta.",
        "kotlin.",
        "liquibase.",
        "net.snowflake.",
        "net.sourceforge.",
        "net.ttddyy.",
        "okhttp3.",
        "oracle.",
        "org.aeonbits.owner.",
        "org.apache.",
        "org.asynchttpclient.",
        "org.codehaus.",
        "org.duckdb.",
        "org.eclipse.",
        "org.elasticsearch.",
        "org.firebirdsql.",
        "org.flywaydb.",
        "org.glassfish.",
        "org.h2.",
        "org.hibernate.",
        "org.hsqldb.",
        "org.ini4j.",
        "org.jasypt.",
        "org.jboss.",
        "org.jooq.",
        "org.json.",
        "org.mariadb.",
        "org.mongodb.",
        "org.mybatis.",
        "org.neo4j.",
        "org.opensearch.",
        "org.osgi.",
        "org.postgresql.",
        "org.quartz.",
        "org.redisson.",
        "org.slf4j.",
        "org.snakeyaml.",
        "org.springframework.",
        "org.sqlite.",
        "org.tomlj.",
        "org.vibur.",
        "org.wildfly.",
        "org.xerial.",
        "org.yaml.",
        "play.",
        "ratpack.",
        "reactor.",
        "redis.clients.",
        "scala.",
        "software.amazon.",
        "tools.jackson."
    };

    private ReaderClass() {}

    /** Why the class cannot be trusted, as the end of a sentence, or null when it may be one of the application. */
    public static @Nullable String objection(String className) {
        if (begins(className, JDK)) {
            return "names a class of the JDK, which reads what anybody hands it: name the class of the application that calls it, or trust the"
                    + " file by its path";
        }
        return begins(className, LIBRARIES)
                ? "names a class of a library, which reads what users send, too, so that a placeholder somebody types would be resolved:"
                        + " put the placeholder into an environment variable and refer to that, or trust the file by its path"
                : null;
    }

    private static boolean begins(String className, String[] prefixes) {
        for (String prefix : prefixes) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
