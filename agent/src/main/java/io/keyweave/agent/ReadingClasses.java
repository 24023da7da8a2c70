package io.keyweave.agent;

import java.nio.charset.StandardCharsets;

/**
 * Which classes may read a first placeholder, or log in: as long as a JVM loads none of them nothing needs to be patched, and the weaver is not
 * even loaded. Told by its name where that is known, else by what it names: a class that calls {@code Properties.load}, extends {@code Properties} or
 * looks it up has that name in its class file. Wrong only on the careful side.
 */
public final class ReadingClasses {

    /** Libraries that may read a first template, by what the internal names of their classes begin with. */
    public static final String[] READING = {
        "com/typesafe/config/impl/",
        "org/springframework/",
        "org/yaml/snakeyaml/",
        "org/snakeyaml/engine/",
        "com/fasterxml/jackson/",
        "tools/jackson/",
        "org/apache/xerces/impl/",
        "com/sun/org/apache/xerces/internal/impl/",
        "com/ctc/wstx/io/",
        "io/smallrye/config/",
        "org/apache/logging/log4j/core/config/",
        "org/apache/commons/configuration2/",
        "io/github/cdimascio/dotenv/",
        "io/vertx/config/impl/",
        "sun/security/provider/ConfigFile",
        "org/jboss/as/controller/",
        "org/flywaydb/core/internal/",
        "com/ibm/ws/artifact/",
        "org/eclipse/jetty/xml/",
        "com/google/gson/stream/JsonReader",
        "org/json/JSONTokener",
        "org/eclipse/parsson/JsonParser",
        "com/alibaba/fastjson2/JSONReader",
        "com/moandjiezana/toml/Toml",
        "org/tomlj/Toml",
        "com/electronwill/nightconfig/core/io/",
        "org/ini4j/spi/",
        "org/apache/shiro/config/Ini",
        "org/apache/commons/configuration/",
    };

    /** Those that log in: also where nothing is resolved no placeholder may leave the JVM as a password. */
    public static final String[] LOGGING_IN = {
        "org/postgresql/",
        "com/mysql/",
        "org/mariadb/jdbc/",
        "org/h2/",
        "com/microsoft/sqlserver/jdbc/",
        "oracle/jdbc/driver/",
        "com/ibm/db2/jcc/",
        "com/rabbitmq/client/",
        "com/mongodb/",
        "io/lettuce/core/",
        "redis/clients/jedis/",
        "com/sun/mail/",
        "org/eclipse/angus/mail/",
        "org/apache/kafka/common/security/authenticator/",
        "io/vertx/pgclient/impl/",
        "io/vertx/mysqlclient/impl/",
        "io/vertx/mssqlclient/impl/",
        "io/vertx/db2client/impl/",
    };

    private ReadingClasses() {}

    /**
     * @param name internal name, with slashes
     * @param bootLoader whether it is the boot loader's
     */
    static boolean contains(String name, boolean bootLoader, byte[] classFile) {
        if (bootLoader && isOfJdk(name)) {
            return isReaderOfJdk(name) || begins(name, READING);
        }
        if (begins(name, READING) || begins(name, LOGGING_IN)) {
            return true;
        }
        String text = text(classFile);
        return text.contains("java/util/Properties") || text.contains("java.util.Properties");
    }

    /** The classes of the JDK in the boot loader that call {@code Properties.load}, on JDK 17 to 25: a test compares. */
    static boolean isReaderOfJdk(String name) {
        return switch (name) {
            case "com/sun/jmx/remote/security/MBeanServerFileAccessController",
                    "com/sun/media/sound/JSSecurityManager",
                    "com/sun/naming/internal/ResourceManager",
                    "com/sun/org/apache/xml/internal/serializer/Encodings$EncodingInfos",
                    "com/sun/org/apache/xpath/internal/functions/FuncSystemProperty",
                    "java/awt/Cursor",
                    "java/awt/Toolkit",
                    "java/awt/Toolkit$1",
                    "java/net/URLClassLoader",
                    "java/security/Security",
                    "java/security/Security$SecPropLoader",
                    "java/time/chrono/HijrahChronology",
                    "java/util/Currency",
                    "java/util/Currency$1",
                    "java/util/PropertyResourceBundle",
                    "java/util/logging/LogManager",
                    "javax/swing/UIManager",
                    "javax/swing/UIManager$1",
                    "javax/xml/datatype/FactoryFinder",
                    "javax/xml/parsers/FactoryFinder",
                    "javax/xml/stream/FactoryFinder",
                    "javax/xml/transform/FactoryFinder",
                    "javax/xml/validation/SchemaFactoryFinder",
                    "javax/xml/xpath/XPathFactoryFinder",
                    "jdk/internal/agent/Agent",
                    "jdk/internal/jimage/decompressor/Decompressor",
                    "jdk/xml/internal/JdkXmlConfig",
                    "jdk/xml/internal/SecuritySupport",
                    "sun/awt/DebugSettings",
                    "sun/awt/FontConfiguration$PropertiesHandler$FontProperties",
                    "sun/awt/screencast/TokenStorage",
                    "sun/font/FcFontConfiguration",
                    "sun/font/MFontConfiguration",
                    "sun/management/jmxremote/ConnectorBootstrap",
                    "sun/management/jmxremote/ConnectorBootstrap$AccessFileCheckerAuthenticator",
                    "sun/net/NetProperties",
                    "sun/net/www/MimeTable",
                    "sun/nio/fs/UnixFileStore",
                    "sun/print/PSPrinterJob",
                    "sun/security/tools/KeyStoreUtil",
                    "sun/security/util/UntrustedCertificates",
                    "sun/security/util/UntrustedCertificates$1" -> true;
            default -> false;
        };
    }

    /** Agents append their own to the boot loader. */
    private static boolean isOfJdk(String name) {
        return name.startsWith("java/")
                || name.startsWith("jdk/")
                || name.startsWith("sun/")
                || name.startsWith("javax/")
                || name.startsWith("com/sun/");
    }

    private static boolean begins(String name, String[] prefixes) {
        for (int i = 0; i < prefixes.length; i++) {
            if (name.startsWith(prefixes[i])) {
                return true;
            }
        }
        return false;
    }

    /** Names are in a class file as they are. */
    private static String text(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1);
    }
}
