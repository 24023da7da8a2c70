package io.keyweave.agent.startup;

import io.keyweave.agent.ReadingClasses;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchCatalog;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.instrument.StackRoom;
import io.keyweave.agent.patch.commonsconfiguration.CommonsConfiguration1Patches;
import io.keyweave.agent.patch.commonsconfiguration.CommonsConfigurationPatches;
import io.keyweave.agent.patch.copies.SourceCopies;
import io.keyweave.agent.patch.dotenv.DotenvPatches;
import io.keyweave.agent.patch.flyway.FlywayPatches;
import io.keyweave.agent.patch.hocon.HoconPatches;
import io.keyweave.agent.patch.http.HttpPatches;
import io.keyweave.agent.patch.ini.Ini4jPatches;
import io.keyweave.agent.patch.ini.ShiroPatches;
import io.keyweave.agent.patch.jaas.JaasPatches;
import io.keyweave.agent.patch.jackson.JacksonPatches;
import io.keyweave.agent.patch.jdbc.JdbcPatches;
import io.keyweave.agent.patch.jdk.JdkPatches;
import io.keyweave.agent.patch.jetty.JettyPatches;
import io.keyweave.agent.patch.json.JsonPatches;
import io.keyweave.agent.patch.kafka.KafkaPatches;
import io.keyweave.agent.patch.liberty.LibertyPatches;
import io.keyweave.agent.patch.log4j.Log4jLoggerPatches;
import io.keyweave.agent.patch.log4j.Log4jPatches;
import io.keyweave.agent.patch.mail.MailPatches;
import io.keyweave.agent.patch.micrometer.MicrometerPatches;
import io.keyweave.agent.patch.mongodb.MongoDbPatches;
import io.keyweave.agent.patch.opentelemetry.OpenTelemetryPatches;
import io.keyweave.agent.patch.rabbitmq.RabbitMqPatches;
import io.keyweave.agent.patch.redis.RedisPatches;
import io.keyweave.agent.patch.slf4j.Slf4jPatches;
import io.keyweave.agent.patch.smallrye.SmallRyePatches;
import io.keyweave.agent.patch.snakeyaml.SnakeYamlPatches;
import io.keyweave.agent.patch.spring.SpringPatches;
import io.keyweave.agent.patch.toml.TomlPatches;
import io.keyweave.agent.patch.vertx.VertxPatches;
import io.keyweave.agent.patch.vertxpg.VertxPgPatches;
import io.keyweave.agent.patch.vertxpg.VertxSqlPatches;
import io.keyweave.agent.patch.wildfly.WildFlyPatches;
import io.keyweave.agent.patch.xml.XmlPatches;
import io.keyweave.agent.trust.LoaderResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patches of the JDK and of each library. A library is told by what the names of its classes begin with; its list is made when such a class
 * is loaded. Thread-safe.
 */
public final class Patches implements PatchCatalog {

    /** Those that only see what was read, or show it. */
    private static final String[] OTHERS = {
        "java/net/Authenticator",
        "sun/net/www/protocol/http/AuthenticationInfo",
        "jdk/internal/net/http/",
        "javax/security/auth/login/",
        "io/micronaut/context/env/",
        "io/helidon/config/",
        "io/micrometer/core/instrument/MeterRegistry",
        "io/opentelemetry/api/GlobalOpenTelemetry",
        "io/opentelemetry/javaagent/shaded/io/opentelemetry/api/GlobalOpenTelemetry",
        "org/slf4j/LoggerFactory",
        "org/apache/logging/log4j/core/LoggerContext",
    };

    private static final String[][] GROUPS = {ReadingClasses.READING, ReadingClasses.LOGGING_IN, OTHERS};

    /**
     * Where to look, by two characters of a name: its group times {@link #GROUP} and its place there. Comparing each class of an application with all of them
     * costs little, but the JVM compiles what runs so often, for long.
     */
    private static final int[][] CANDIDATES = candidates();

    private static final int GROUP = 64;
    private static final int SHORTEST = 5;

    /** The groups before the last are looked at without a template, too. */
    private static final int WITHOUT_TEMPLATES = 2;

    private final ClassLoader own = Patches.class.getClassLoader();
    private final ClassLoader application = ClassLoader.getSystemClassLoader();
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final @Nullable PatchList[][] lists = {
        new PatchList[ReadingClasses.READING.length],
        new PatchList[ReadingClasses.LOGGING_IN.length],
        new PatchList[OTHERS.length]
    };
    private volatile Patch[] added = {};
    private volatile @Nullable PatchList jdk;
    private volatile boolean started;

    public Patches() {
        // Asked before each class of an application, where the stack may be near its end: an initialiser that fails
        // there is gone for good.
        LoaderResources.OF_JVM.hasDefined(application);
    }

    /** From now on a class that is transformed again was so by somebody else, who may have undone the patch. */
    void applicationStarts() {
        started = true;
    }

    @Override
    public void transformedAgain(String name) {
        if (started && (name.equals("java/util/Properties") || name.equals("java/lang/ProcessEnvironment"))) {
            PatchWatch.check();
        }
    }

    /** Adds a patch of a JDK class that is needed for certain templates only. To be called before the class is retransformed. */
    synchronized void add(Patch patch) {
        Patch[] all = Arrays.copyOf(added, added.length + 1);
        all[added.length] = patch;
        added = all;
    }

    @Override
    public boolean mayFind(String className, @Nullable ClassLoader loader) {
        if (isOurs(loader)) {
            return false;
        }
        return loader == null && mayBeOfJdk(className) || mayBeOfLibrary(className) || JdkPatches.hasResources();
    }

    private boolean mayBeOfJdk(String name) {
        for (Patch patch : added) {
            if (patch.className().length() == name.length()) {
                return true;
            }
        }
        PatchList known = jdk;
        // Without a template nobody has needed it yet.
        return known == null || known.mayHave(name);
    }

    @Override
    public @Nullable Patch find(String name, @Nullable ClassLoader loader, boolean templates) {
        if (loader == null && name.startsWith("java/lang/invoke/")) {
            // The JVM loads it in the middle of a call by a method handle, which what is done here may need, too.
            return null;
        }
        Patch patch = known(name, loader, templates);
        return patch != null || isOurs(loader) ? patch : JdkPatches.resource(name);
    }

    /** Whether its classes are Keyweave's or an extension's: what those read is nobody's configuration. */
    private boolean isOurs(@Nullable ClassLoader loader) {
        return loader == own
                || loader != null
                        && loader.getClass().getClassLoader() == own
                        && loader.getClass().getName().equals("io.keyweave.extension.ExtensionLoader");
    }

    private @Nullable Patch known(String name, @Nullable ClassLoader loader, boolean templates) {
        if (isOurs(loader)) {
            return null;
        }
        if (loader == null) {
            Patch patch = templates ? jdk(name) : JdkPatches.first(name);
            if (patch != null || name.startsWith("java/lang/")) {
                return patch;
            }
        }
        PatchList list = list(name, templates ? GROUPS.length : WITHOUT_TEMPLATES);
        return list == null ? null : list.find(name.replace('/', '.'), templates);
    }

    @Override
    public boolean isOfLibrary(String name, @Nullable ClassLoader loader) {
        return !isOurs(loader) && candidate(name, GROUPS.length) >= 0;
    }

    @Override
    public List<String> ofBootLoader(String name, boolean templates) {
        List<String> patched = new ArrayList<>(1);
        int candidate = candidate(name, templates ? GROUPS.length : WITHOUT_TEMPLATES);
        if (candidate >= 0) {
            String library = GROUPS[candidate / GROUP][candidate % GROUP].replace('/', '.');
            for (String className : list(candidate / GROUP, candidate % GROUP).classNames()) {
                if (className.startsWith(library)) {
                    patched.add(className);
                }
            }
        }
        return patched;
    }

    @Override
    public void defines(ClassLoader loader) {
        if (loader != application
                && loader != platform
                && !isOurs(loader)
                && !LoaderResources.OF_JVM.hasDefined(loader)) {
            StackRoom.require();
            JdkPatches.followLoader(loader);
            LoaderResources.OF_JVM.defines(loader);
        }
    }

    @Override
    public void prepare() {
        jdkList();
    }

    private @Nullable Patch jdk(String name) {
        PatchList known = jdkList();
        if (!mayBeOfJdk(name)) {
            return null;
        }
        String className = name.replace('/', '.');
        for (Patch patch : added) {
            if (patch.className().equals(className)) {
                return patch;
            }
        }
        return known.find(className, true);
    }

    private PatchList jdkList() {
        PatchList known = jdk;
        if (known == null) {
            // Made twice at worst.
            known = JdkPatches.list();
            jdk = known;
        }
        return known;
    }

    private @Nullable PatchList list(String name, int groups) {
        int candidate = candidate(name, groups);
        return candidate < 0 ? null : list(candidate / GROUP, candidate % GROUP);
    }

    /** The library of a class, by its group and place as {@link #CANDIDATES} has it; -1 when it is of none. */
    private static int candidate(String name, int groups) {
        if (name.length() < SHORTEST) {
            return -1;
        }
        int[] candidates = CANDIDATES[key(name)];
        for (int i = 0; i < candidates.length; i++) {
            int group = candidates[i] / GROUP;
            String prefix = GROUPS[group][candidates[i] % GROUP];
            if (group < groups && mayBegin(name, prefix) && name.startsWith(prefix)) {
                return candidates[i];
            }
        }
        return -1;
    }

    /** As {@link #candidate}, for a name with dots, and by less of it. */
    private static boolean mayBeOfLibrary(String className) {
        if (className.length() < SHORTEST) {
            return false;
        }
        int[] candidates = CANDIDATES[key(className)];
        for (int i = 0; i < candidates.length; i++) {
            if (mayBegin(className, GROUPS[candidates[i] / GROUP][candidates[i] % GROUP])) {
                return true;
            }
        }
        return false;
    }

    /** By the last character of what it would begin with. */
    private static boolean mayBegin(String name, String prefix) {
        int last = prefix.length() - 1;
        return name.length() > last && slashed(name.charAt(last)) == prefix.charAt(last);
    }

    private static char slashed(char of) {
        return of == '.' ? '/' : of;
    }

    private static int[][] candidates() {
        int[][] all = new int[GROUP][0];
        for (int group = 0; group < GROUPS.length; group++) {
            for (int i = 0; i < GROUPS[group].length; i++) {
                int key = key(GROUPS[group][i]);
                all[key] = Arrays.copyOf(all[key], all[key].length + 1);
                all[key][all[key].length - 1] = group * GROUP + i;
            }
        }
        return all;
    }

    private static int key(String name) {
        return name.charAt(0) * 7 + slashed(name.charAt(SHORTEST - 1)) & GROUP - 1;
    }

    private PatchList list(int group, int index) {
        PatchList known = lists[group][index];
        if (known == null) {
            StackRoom.require();
            // Made twice at worst.
            known = make(GROUPS[group][index]);
            lists[group][index] = known;
        }
        return known;
    }

    @Override
    public @Nullable PatchList listOf(String name) {
        PatchList list = list(name, GROUPS.length);
        PatchList known = list == null ? jdk : list;
        return known != null && known.classNames().contains(name.replace('/', '.')) ? known : null;
    }

    @Override
    public List<PatchList> all() {
        Map<String, PatchList> all = new LinkedHashMap<>();
        PatchList first = JdkPatches.list();
        all.put(first.library(), first);
        for (int group = 0; group < GROUPS.length; group++) {
            for (int i = 0; i < GROUPS[group].length; i++) {
                PatchList list = list(group, i);
                all.put(list.library(), list);
            }
        }
        return new ArrayList<>(all.values());
    }

    private static PatchList make(String prefix) {
        return switch (prefix) {
            case "com/typesafe/config/impl/" -> HoconPatches.list();
            case "org/springframework/" -> SpringPatches.list();
            case "org/postgresql/" -> JdbcPatches.postgreSql();
            case "com/mysql/" -> JdbcPatches.mySql();
            case "org/mariadb/jdbc/" -> JdbcPatches.mariaDb();
            case "org/h2/" -> JdbcPatches.h2();
            case "com/microsoft/sqlserver/jdbc/" -> JdbcPatches.sqlServer();
            case "oracle/jdbc/driver/" -> JdbcPatches.oracle();
            case "com/ibm/db2/jcc/" -> JdbcPatches.db2();
            case "com/rabbitmq/client/" -> RabbitMqPatches.list();
            case "com/mongodb/" -> MongoDbPatches.list();
            case "io/lettuce/core/" -> RedisPatches.lettuce();
            case "redis/clients/jedis/" -> RedisPatches.jedis();
            case "com/sun/mail/" -> MailPatches.javaMail();
            case "org/eclipse/angus/mail/" -> MailPatches.angus();
            case "org/apache/kafka/common/security/authenticator/" -> KafkaPatches.list();
            case "org/yaml/snakeyaml/", "org/snakeyaml/engine/" -> SnakeYamlPatches.list();
            case "com/fasterxml/jackson/", "tools/jackson/" -> JacksonPatches.list();
            case "org/apache/xerces/impl/", "com/sun/org/apache/xerces/internal/impl/", "com/ctc/wstx/io/" ->
                XmlPatches.list();
            case "io/smallrye/config/" -> SmallRyePatches.list();
            case "org/apache/logging/log4j/core/config/" -> Log4jPatches.list();
            case "org/apache/commons/configuration2/" -> CommonsConfigurationPatches.list();
            case "org/apache/commons/configuration/" -> CommonsConfiguration1Patches.list();
            case "io/github/cdimascio/dotenv/" -> DotenvPatches.list();
            case "io/vertx/config/impl/" -> VertxPatches.list();
            case "io/vertx/pgclient/impl/" -> VertxPgPatches.list();
            case "io/vertx/mysqlclient/impl/" -> VertxSqlPatches.mySql();
            case "io/vertx/mssqlclient/impl/" -> VertxSqlPatches.sqlServer();
            case "io/vertx/db2client/impl/" -> VertxSqlPatches.db2();
            case "sun/security/provider/ConfigFile", "javax/security/auth/login/" -> JaasPatches.list();
            case "org/jboss/as/controller/" -> WildFlyPatches.list();
            case "org/flywaydb/core/internal/" -> FlywayPatches.list();
            case "com/ibm/ws/artifact/" -> LibertyPatches.list();
            case "org/eclipse/jetty/xml/" -> JettyPatches.list();
            case "com/google/gson/stream/JsonReader" -> JsonPatches.gson();
            case "org/json/JSONTokener" -> JsonPatches.orgJson();
            case "org/eclipse/parsson/JsonParser" -> JsonPatches.jsonP();
            case "com/alibaba/fastjson2/JSONReader" -> JsonPatches.fastjson();
            case "com/moandjiezana/toml/Toml" -> TomlPatches.toml4j();
            case "org/tomlj/Toml" -> TomlPatches.tomlj();
            case "com/electronwill/nightconfig/core/io/" -> TomlPatches.nightConfig();
            case "org/ini4j/spi/" -> Ini4jPatches.list();
            case "org/apache/shiro/config/Ini" -> ShiroPatches.list();
            case "java/net/Authenticator", "sun/net/www/protocol/http/AuthenticationInfo", "jdk/internal/net/http/" ->
                HttpPatches.list();
            case "io/micronaut/context/env/" -> SourceCopies.micronaut();
            case "io/helidon/config/" -> SourceCopies.helidon();
            case "io/micrometer/core/instrument/MeterRegistry" -> MicrometerPatches.list();
            case "io/opentelemetry/api/GlobalOpenTelemetry",
                    "io/opentelemetry/javaagent/shaded/io/opentelemetry/api/GlobalOpenTelemetry" ->
                OpenTelemetryPatches.list();
            case "org/slf4j/LoggerFactory" -> Slf4jPatches.list();
            case "org/apache/logging/log4j/core/LoggerContext" -> Log4jLoggerPatches.list();
            default -> throw new IllegalArgumentException(prefix);
        };
    }
}
