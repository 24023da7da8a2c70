package io.keyweave.test.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.VaultServer;
import io.keyweave.devvault.aws.AwsSecrets;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Placeholders of AWS in a JVM with the agent and its extension. */
class SecretsManagerIT {

    @AutoClose
    private final Amazon amazon = new Amazon();

    /** Every form, beside a placeholder of Azure in the same text; then a rotation; and what the application sees of it: nothing. */
    @EveryJdk
    void everyFormAndARotation(Jdk jdk) {
        AwsSecrets secrets = amazon.secrets();
        String first = secrets.put("prod/db", "{\"password\":\"first-value\"}");
        secrets.put("prod/db", "{\"password\":\"second-value\"}");
        secrets.putBinary("prod/key", "of-bytes".getBytes(StandardCharsets.UTF_8));
        amazon.server().secrets("us-east-1").put("prod/db", "of-virginia");
        AwsSecrets theirs = amazon.server().secrets("222233334444", "eu-west-1");
        theirs.put("shared", "of-another-account");
        VaultServer vault = amazon.dev().vault("contoso");
        vault.put("app-secret", "of-azure");
        try (RunningJvm jvm = amazon.jvm(jdk, "ttl=1s", "vault.contoso=" + vault.url())
                .environment(amazon.dev().environment())
                .environment("DB", "$<aws:prod/db#password>")
                .property("name", "$<aws:prod/db#password>")
                .property("mixed", "$<aws:us-east-1/prod/db>, $<kv:contoso/app-secret>")
                .property("arn", "$<aws:" + theirs.arn("shared") + ">")
                .property("stage", "$<aws:prod/db#password?stage=AWSPREVIOUS>")
                .property("version", "$<aws:prod/db#password?version=" + first + ">")
                .property("bytes", "$<aws:prod/key?as=base64-decode>")
                .property("none", "$<aws:prod/nothing?default=usual>")
                .startReady()) {
            assertEquals("second-value", jvm.ask("name", "name = "));
            assertEquals("of-virginia, of-azure", jvm.ask("mixed", "mixed = "));
            assertEquals("of-another-account", jvm.ask("arn", "arn = "));
            assertEquals("first-value", jvm.ask("stage", "stage = "));
            assertEquals("first-value", jvm.ask("version", "version = "));
            assertEquals("of-bytes", jvm.ask("bytes", "bytes = "));
            assertEquals("usual", jvm.ask("none", "none = "));

            assertEquals("", jvm.ask("threads", "threads = "));
            assertEquals("true", jvm.ask("default ssl", "default ssl = "));
            for (String hidden : new String[] {
                "io.keyweave.aws.SecretsManagerProvider",
                "io.keyweave.aws.shaded.amazon.awssdk.regions.Region",
                "software.amazon.awssdk.regions.Region"
            }) {
                assertEquals("false", jvm.ask("class " + hidden, "class " + hidden + " = "));
            }
            String third = secrets.put("prod/db", "{\"password\":\"third-value\"}");
            jvm.awaitRotation(third);
            assertEquals("third-value", jvm.ask("name", "name = "));
            assertEquals("first-value", jvm.ask("version", "version = "));
            assertFalse(jvm.err().toString().contains("-value"), jvm.toString());
            jvm.finish().expect(0).expectHarmless();
        }
    }

    /** Twenty to a request. */
    @OneJdk
    void aStartWithManyAsksForManyAtOnce(Jdk jdk) {
        ForkedJvm jvm = amazon.jvm(jdk);
        for (int i = 0; i < 100; i++) {
            amazon.secrets().put("many/s" + i, "value-" + i);
            jvm.property("p" + i, "$<aws:many/s" + i + ">");
        }
        amazon.server().forget();
        try (RunningJvm running = jvm.startReady()) {
            assertEquals("value-77", running.ask("p77", "p77 = "));
            assertEquals(5, amazon.server().requests().size());
        }
        amazon.server().refuseBatches(true);
        amazon.server().forget();
        try (RunningJvm running = jvm.startReady()) {
            assertEquals("value-77", running.ask("p77", "p77 = "));
            List<String> singles = amazon.server().requests().stream()
                    .map(RecordedRequest::path)
                    .filter(path -> path.startsWith("GetSecretValue"))
                    .toList();
            assertEquals(100, singles.size(), "who may not ask for many asks for each");
        }
    }

    /** The SDK's default chain, source by source. */
    @OneJdk
    void everySourceOfCredentials(Jdk jdk) throws Exception {
        amazon.secrets().put("prod/db", "the-value");
        Map<String, String> systemProperties = amazon.server().anonymousEnvironment();
        Map<String, String> user = amazon.server().environment();
        ForkedJvm properties = amazon.jvm(jdk, systemProperties)
                .property("aws.accessKeyId", user.get("AWS_ACCESS_KEY_ID"))
                .property("aws.secretAccessKey", user.get("AWS_SECRET_ACCESS_KEY"));
        List<ForkedJvm> jvms = List.of(
                properties,
                amazon.jvm(jdk),
                amazon.jvm(jdk, amazon.server().sessionEnvironment()),
                amazon.jvm(jdk, amazon.server().webIdentityEnvironment()),
                amazon.jvm(jdk, amazon.server().profileEnvironment()),
                amazon.jvm(jdk, without("AWS_PROFILE", amazon.server().profileEnvironment()), "aws.profile=dev"),
                amazon.jvm(jdk, amazon.server().containerEnvironment()),
                amazon.jvm(jdk, amazon.server().instanceEnvironment()),
                amazon.jvm(
                        jdk,
                        without("AWS_REGION", without("AWS_ENDPOINT_URL_SECRETS_MANAGER", user)),
                        "aws.region=eu-west-1",
                        "aws.endpoint=" + amazon.server().url()));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Void>> outcomes = new ArrayList<>();
            for (ForkedJvm jvm : jvms) {
                Callable<Void> start = () -> {
                    try (RunningJvm running =
                            jvm.property("db", "$<aws:prod/db>").startReady()) {
                        assertEquals("the-value", running.ask("db", "db = "));
                    }
                    return null;
                };
                outcomes.add(pool.submit(start));
            }
            for (Future<Void> outcome : outcomes) {
                outcome.get(3, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** It would reach AWS as it is written, and be refused as a wrong credential. The application's own use of such a variable is not ours. */
    @OneJdk
    void aPlaceholderInWhatTheSdkReadsIsRefused(Jdk jdk) {
        VaultServer vault = amazon.dev().vault("contoso");
        vault.put("aws-key", "the-key-of-aws");
        amazon.secrets().put("prod/db", "the-value");
        ForkedJvm jvm = amazon.jvm(jdk, "vault.contoso=" + vault.url())
                .environment(amazon.dev().environment())
                .environment("AWS_SECRET_ACCESS_KEY", "$<kv:contoso/aws-key>")
                .property("other", "$<kv:contoso/aws-key>");
        try (RunningJvm running = jvm.startReady()) {
            assertEquals("the-key-of-aws", running.ask("other", "other = "));
        }
        Outcome refused = jvm.property("db", "$<aws:prod/db>").run().expect(78);
        assertTrue(
                refused.errText()
                        .contains(
                                "env AWS_SECRET_ACCESS_KEY: a placeholder cannot be here, because the provider of aws:"),
                refused.toString());
        assertTrue(refused.errText().contains("KW-5123"), refused.toString());
        Outcome setting = amazon.jvm(jdk, "aws.profile=$<kv:contoso/aws-key>")
                .property("db", "$<aws:prod/db>")
                .run()
                .expect(78);
        assertTrue(
                setting.errText().contains("agent argument aws.profile: \"$<kv:contoso/aws-key>\" holds a placeholder"),
                setting.toString());
    }

    private static Map<String, String> without(String name, Map<String, String> variables) {
        Map<String, String> fewer = new HashMap<>(variables);
        fewer.remove(name);
        return fewer;
    }

    @Test
    void theJarHoldsTheProviderAndNothingUnderAnotherName() throws Exception {
        List<String> strangers = new ArrayList<>();
        try (JarFile jar = new JarFile(Amazon.EXTENSION.toFile())) {
            jar.stream().map(ZipEntry::getName).forEach(name -> {
                boolean ours = name.startsWith("io/keyweave/aws/") || name.startsWith("META-INF/");
                if (!ours && !name.equals("io/") && !name.equals("io/keyweave/")) {
                    strangers.add(name);
                }
            });
            for (String unwanted : new String[] {"netty", "awssdk/http/apache", "awssdk/crt/", "eventstream/Message"}) {
                assertTrue(jar.stream().noneMatch(entry -> entry.getName().contains(unwanted)), unwanted);
            }
        }
        assertEquals(List.of(), strangers);
    }
}
