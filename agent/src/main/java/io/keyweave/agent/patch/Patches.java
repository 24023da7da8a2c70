package io.keyweave.agent.patch;

import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.patch.commonsconfiguration.CommonsConfigurationPatches;
import io.keyweave.agent.patch.dotenv.DotenvPatches;
import io.keyweave.agent.patch.hocon.HoconPatches;
import io.keyweave.agent.patch.http.HttpPatches;
import io.keyweave.agent.patch.jaas.JaasPatches;
import io.keyweave.agent.patch.jackson.JacksonPatches;
import io.keyweave.agent.patch.jdbc.Db2DataSourcePatch;
import io.keyweave.agent.patch.jdbc.Db2Patch;
import io.keyweave.agent.patch.jdbc.H2DataSourcePatch;
import io.keyweave.agent.patch.jdbc.H2Patch;
import io.keyweave.agent.patch.jdbc.MariaDb2Patch;
import io.keyweave.agent.patch.jdbc.MariaDbPatch;
import io.keyweave.agent.patch.jdbc.MySql5Patch;
import io.keyweave.agent.patch.jdbc.MySqlPatch;
import io.keyweave.agent.patch.jdbc.OraclePatch;
import io.keyweave.agent.patch.jdbc.PostgreSqlPatch;
import io.keyweave.agent.patch.jdbc.SqlServerPatch;
import io.keyweave.agent.patch.kafka.SaslAuthenticatorPatch;
import io.keyweave.agent.patch.kafka.SaslCallbackPatch;
import io.keyweave.agent.patch.log4j.Log4jPatches;
import io.keyweave.agent.patch.mail.MailPatches;
import io.keyweave.agent.patch.mongodb.MongoDbPatches;
import io.keyweave.agent.patch.rabbitmq.RabbitMqPatch;
import io.keyweave.agent.patch.redis.JedisConnectionPatch;
import io.keyweave.agent.patch.redis.JedisPatch;
import io.keyweave.agent.patch.redis.LettucePatch;
import io.keyweave.agent.patch.smallrye.SmallRyePatches;
import io.keyweave.agent.patch.snakeyaml.SnakeYamlPatches;
import io.keyweave.agent.patch.spring.SpringPatches;
import io.keyweave.agent.patch.vertx.VertxPatches;
import io.keyweave.agent.patch.xml.XmlPatches;
import io.keyweave.agent.trust.LoaderResources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which class has a patch. Library classes stand in the {@code switch} of {@link #library}: a look-up costs a string hash, and a patch
 * class is loaded when its target is. What a JDK class needs to know from the start is added by {@link #addJdk}. Thread-safe.
 */
public final class Patches {

    private final ClassLoader own = Patches.class.getClassLoader();
    private final List<Patch> jdk = new ArrayList<>(4);
    private final List<String> jdkNames = new ArrayList<>(4);
    private final @Nullable ClassLoader application = ClassLoader.getSystemClassLoader();
    private final @Nullable ClassLoader platform = ClassLoader.getPlatformClassLoader();

    /** Made with the first class loader that is not the JVM's. */
    private volatile @Nullable ResourcePatches resources;

    /** To be called before the class is retransformed. */
    public synchronized void addJdk(Patch patch) {
        jdk.add(patch);
        jdkNames.add(patch.className().replace('.', '/'));
    }

    /** @param name internal name, with slashes */
    @Nullable
    Patch find(String name, @Nullable ClassLoader loader) {
        Patch patch = loader == null ? jdk(name) : loader == own ? null : library(name);
        ResourcePatches of = resources;
        return patch != null || of == null ? patch : of.find(name);
    }

    /** @return null when the class cannot be a class loader */
    @Nullable
    Patch ofLoader(String name, ClassLoader loader, byte[] classFile) {
        return loader != own && LoaderClassFile.mayBe(classFile) ? loaderPatch(name) : null;
    }

    private Patch loaderPatch(String name) {
        return new LoaderResourcePatch(name.replace('/', '.'), resources());
    }

    /** A class with a protection domain, which proxies have not, is about to be defined. */
    void defines(ClassLoader loader) {
        if (loader != application && loader != platform && loader != own) {
            LoaderResources.OF_JVM.defines(loader);
        }
    }

    private synchronized ResourcePatches resources() {
        ResourcePatches known = resources;
        if (known == null) {
            known = new ResourcePatches();
            resources = known;
        }
        return known;
    }

    /**
     * Those that have a patch and may not have passed the transformer. With an AOT cache of linked classes, JDK 25 loads what the
     * application needed last time, its libraries included, before any agent is asked; so classes of this list have to be retransformed.
     *
     * @param loaded the classes of the application's loader
     */
    public Class<?>[] loadedBefore(Class<?>[] loaded) {
        List<Class<?>> found = new ArrayList<>(0);
        for (Class<?> type : loaded) {
            if (!type.isArray()
                    && !type.isHidden()
                    && find(type.getName().replace('.', '/'), type.getClassLoader()) != null) {
                found.add(type);
            }
        }
        return found.toArray(new Class<?>[0]);
    }

    private synchronized @Nullable Patch jdk(String name) {
        for (int i = 0; i < jdk.size(); i++) {
            if (jdkNames.get(i).equals(name)) {
                return jdk.get(i);
            }
        }
        // Some are loaded when somebody attaches or asks, long after the start: files may hold templates by then.
        return switch (name) {
            case "java/util/Properties" -> new PropertiesPatch();
            case "java/net/URLClassLoader" -> loaderPatch(name);
            case "com/sun/org/apache/xerces/internal/impl/XMLEntityManager" -> XmlPatches.find(name);
            case "sun/security/provider/ConfigFile$Spi", "javax/security/auth/login/AppConfigurationEntry" ->
                JaasPatches.find(name);
            case "jdk/internal/vm/VMSupport" -> new VmSupportPatch();
            case "sun/management/RuntimeImpl" -> new RuntimeBeanPatch();
            // First needed for our own first request, or after the application's own has done what is to be prevented.
            case "jdk/internal/event/EventHelper" -> ActiveLogins.get() == null ? null : new EventHelperPatch();
            case "sun/security/ssl/SSLLogger" ->
                ActiveLogins.get() == null || System.getProperty("javax.net.debug") == null
                        ? null
                        : new SslLoggerPatch();
            // Loaded before there are secrets they are patched when there are: Agent.resolver().
            case "java/net/Authenticator", "sun/net/www/protocol/http/AuthenticationInfo" ->
                ActiveLogins.get() == null ? null : HttpPatches.find(name);
            default -> null;
        };
    }

    private static @Nullable Patch library(String name) {
        return switch (name) {
            // Of the JDK, but of its platform loader.
            case "jdk/internal/net/http/AuthenticationFilter" ->
                ActiveLogins.get() == null ? null : HttpPatches.find(name);
            case "org/postgresql/Driver" -> new PostgreSqlPatch();
            case "com/mysql/cj/jdbc/ConnectionImpl" -> new MySqlPatch();
            case "com/mysql/jdbc/ConnectionImpl" -> new MySql5Patch();
            case "org/mariadb/jdbc/NonRegisteringDriver", "org/mariadb/jdbc/Driver" ->
                new MariaDbPatch(name.replace('/', '.'));
            case "org/mariadb/jdbc/internal/util/Utils" -> new MariaDb2Patch();
            case "org/h2/Driver" -> new H2Patch();
            case "org/h2/jdbcx/JdbcDataSource" -> new H2DataSourcePatch();
            case "com/microsoft/sqlserver/jdbc/SQLServerConnection" -> new SqlServerPatch();
            case "oracle/jdbc/driver/OracleDriver" -> new OraclePatch();
            case "com/ibm/db2/jcc/DB2Driver" -> new Db2Patch();
            case "com/ibm/db2/jcc/DB2SimpleDataSource" -> new Db2DataSourcePatch();
            case "com/rabbitmq/client/ConnectionFactory",
                    "com/rabbitmq/client/impl/ConnectionParams",
                    "com/rabbitmq/client/impl/recovery/RecoveryAwareAMQConnectionFactory" -> RabbitMqPatch.find(name);
            case "com/mongodb/MongoCredential", "com/mongodb/internal/connection/SaslAuthenticator" ->
                MongoDbPatches.find(name);
            case "io/lettuce/core/RedisHandshake" -> new LettucePatch();
            case "redis/clients/jedis/Connection" -> new JedisConnectionPatch();
            case "redis/clients/jedis/Jedis", "redis/clients/jedis/BinaryJedis" ->
                new JedisPatch(name.replace('/', '.'));
            case "com/sun/mail/smtp/SMTPTransport",
                    "com/sun/mail/imap/IMAPStore",
                    "com/sun/mail/pop3/Protocol",
                    "org/eclipse/angus/mail/smtp/SMTPTransport",
                    "org/eclipse/angus/mail/imap/IMAPStore",
                    "org/eclipse/angus/mail/pop3/Protocol" -> MailPatches.find(name);
            case "org/yaml/snakeyaml/reader/StreamReader",
                    "org/yaml/snakeyaml/nodes/ScalarNode",
                    "org/snakeyaml/engine/v2/scanner/StreamReader",
                    "org/snakeyaml/engine/v2/nodes/ScalarNode" -> SnakeYamlPatches.find(name);
            case "com/fasterxml/jackson/core/JsonFactory",
                    "tools/jackson/core/json/JsonFactory",
                    "com/fasterxml/jackson/dataformat/yaml/YAMLFactory",
                    "tools/jackson/dataformat/yaml/YAMLFactory",
                    "com/fasterxml/jackson/dataformat/yaml/YAMLParser",
                    "tools/jackson/dataformat/yaml/YAMLParser" -> JacksonPatches.find(name);
            case "org/apache/xerces/impl/XMLEntityManager" -> XmlPatches.find(name);
            case "io/smallrye/config/ConfigValueConfigSource$ConfigValueProperties",
                    "io/smallrye/config/source/yaml/YamlConfigSource",
                    "io/smallrye/config/SmallRyeConfig",
                    "io/smallrye/config/ConfigValue",
                    "io/smallrye/config/common/MapBackedConfigSource" -> SmallRyePatches.find(name);
            case "org/apache/logging/log4j/core/config/AbstractConfiguration" -> Log4jPatches.find(name);
            case "org/apache/commons/configuration2/PropertiesConfiguration" -> CommonsConfigurationPatches.find(name);
            case "io/github/cdimascio/dotenv/internal/DotenvReader", "io/github/cdimascio/dotenv/DotenvEntry" ->
                DotenvPatches.find(name);
            case "io/vertx/config/impl/spi/FileConfigStore", "io/vertx/config/impl/ConfigurationProvider" ->
                VertxPatches.find(name);
            case "com/typesafe/config/impl/ConfigConcatenation",
                    "com/typesafe/config/impl/ConfigImpl",
                    "com/typesafe/config/impl/Parseable",
                    "com/typesafe/config/impl/PropertiesParser",
                    "com/typesafe/config/impl/SimpleConfigList",
                    "com/typesafe/config/impl/SimpleConfigObject" -> HoconPatches.inAgent(name);
            case "org/apache/kafka/common/security/authenticator/SaslClientAuthenticator" ->
                new SaslAuthenticatorPatch();
            case "org/apache/kafka/common/security/authenticator/SaslClientCallbackHandler" -> new SaslCallbackPatch();
            default -> name.startsWith("org/springframework/") ? SpringPatches.find(name) : null;
        };
    }
}
