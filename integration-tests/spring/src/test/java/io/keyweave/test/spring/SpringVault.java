package io.keyweave.test.spring;

import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.spring.app.SpringApplicationUnderTest;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/** The vault with what the application under test asks for, and JVMs with the agent that read it. */
final class SpringVault implements AutoCloseable {

    /** Everything that means something to Spring, to a list, to JSON, to a regular expression or to us. */
    static final String ODD = "a${app.host}#{1+1},\"b\"\\c 'd' $<kv:contoso/two> $1 %s ${nobody} #{nobody}";

    static final String ONE = "one & only";
    static final String TWO = "two-first";

    final Contoso contoso = new Contoso();
    final VaultServer server = contoso.vault();

    SpringVault() {
        server.put("odd", ODD);
        server.put("one", ONE);
        server.put("two", TWO);
        server.put("cred", "{\"user\":\"me\",\"password\":\"pw,1\"}");
        server.put("untouched", "nobody asks for this");
    }

    /** With a placeholder in every source that lies outside the application. Settings of the agent as in {@code ttl=5m}. */
    ForkedJvm everySource(Jdk jdk, String... settings) {
        ForkedJvm jvm = contoso.jvm(jdk, settings);
        for (String encoding : new String[] {"plain", "base64", "url", "json", "jaas", "xml", "yaml", "sqlserver"}) {
            jvm.property("encoded." + encoding, "$<kv:contoso/odd?as=" + encoding + ">");
        }
        return jvm.property("sys.secret", "$<kv:contoso/odd>")
                .property("logging.config", "classpath:logback-secret.xml")
                .property("early", "true")
                .environment("ENV_SECRET", "$<kv:contoso/odd>")
                .environment("SPRING_APPLICATION_JSON", "{\"json\":{\"secret\":\"$<kv:contoso/odd>\"}}");
    }

    /** The class path of this module: the application and its libraries. */
    static Path[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toArray(Path[]::new);
    }

    /** The directory of the application's classes and files. */
    static Path classes() {
        try {
            return Path.of(SpringApplicationUnderTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        contoso.close();
    }
}
