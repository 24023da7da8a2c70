package io.keyweave.test.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.aws.Application;
import com.typesafe.config.ConfigFactory;
import io.keyweave.devvault.VaultServer;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure, AWS, Google and a mounted file in one text of one JVM, and the commands that know them all. */
class EveryCloudIT {

    private static final String ALL =
            "$<kv:contoso/app-secret> $<aws:prod/db> $<gcp:contoso-prod/db> $<file:DIRECTORY/db>";

    @TempDir
    Path mounted;

    @AutoClose
    private final Amazon amazon = new Amazon();

    private final GoogleCloud google = GoogleCloud.open(amazon.dev());

    @EveryJdk
    void oneTextOfAllOfThem(Jdk jdk) throws IOException {
        VaultServer vault = amazon.dev().vault("contoso");
        vault.put("app-secret", "of-azure");
        amazon.secrets().put("prod/db", "of-amazon");
        google.secretManager().put("projects/contoso-prod/secrets/db", "of-google");
        Files.writeString(mounted.resolve("db"), "of-a-file");
        String text = ALL.replace("DIRECTORY", mounted.toString());
        String settings = "extensions=" + Amazon.EXTENSION + ";" + Amazon.GOOGLE + ";" + Amazon.FILES + ",ca="
                + amazon.dev().certificateFile() + ",vault.contoso=" + vault.url() + ",gcp.endpoint="
                + google.secretManager().url()
                + ",allow=contoso/app-*;aws:prod/**;gcp:contoso-prod/*;file:" + mounted + "/*";
        ForkedJvm application = ForkedJvm.on(jdk)
                .environment(amazon.dev().environment())
                .environment(amazon.server().environment())
                .environment("CLOUDSDK_CONFIG", mounted.toString())
                .environment(google.environment());
        Path classes = mounted.resolve("classes.log");
        try (RunningJvm jvm = application
                .agent(settings + ",sources=property:all")
                .main(Application.class)
                .option("-Xlog:class+load:file=" + classes + "::filecount=0")
                .property("all", text)
                .property("not.a.source", "$<gcp:contoso-prod/db>")
                .startReady()) {
            assertEquals("of-azure of-amazon of-google of-a-file", jvm.ask("all", "all = "));
            assertEquals("$<gcp:contoso-prod/db>", jvm.ask("not.a.source", "not.a.source = "));
            String pid = String.valueOf(jvm.pid());
            String status = status(jdk, pid);
            for (String row : new String[] {
                "contoso/app-secret +present",
                "aws:prod/db +present",
                "gcp:contoso-prod/db +present",
                "file:" + mounted + "/db +present",
                "4 requests since the start; at these ttls 32,914 requests and \\$0.09 a month\\.",
                "aws +1 +8,229 +\\$0.04 +\\$0.05 +\\$0.40",
                "file +1 +8,229 +- +- +-",
                "gcp +1 +8,229 +\\$0.02 +\\$0.03 +\\$0.06",
                "kv +1 +8,229 +\\$0.02 +\\$0.03 +-"
            }) {
                assertTrue(status.matches("(?s).*" + row + ".*"), () -> row + "\n" + status);
            }
            String json = status(jdk, "--json", pid);
            assertTrue(json.contains("\"dollarsPerMonth\": 0.09"), json);
            assertTrue(json.contains("\"scheme\": \"gcp\""), json);
            assertFalse((status + json + jvm.err()).contains("of-"), jvm.toString());
            jvm.finish().expectHarmless();
            assertEquals(
                    List.of(),
                    Files.readAllLines(classes).stream()
                            .filter(line -> line.matches(".* io\\.keyweave\\.(aws|gcp)\\..*\\$\\$Lambda.*/0x.*"))
                            .toList(),
                    "the JVM writes no class for a lambda of an extension: they are in its jar");
            String sign = jvm.signsOfLife().toString();
            for (String part : new String[] {
                "with secrets: 1 of aws, 1 of contoso, 1 of file:" + mounted + "/, 1 of gcp:contoso-prod. Identity: ",
                "AWS credentials of the environment variable AWS_ACCESS_KEY_ID",
                "service account "
            }) {
                assertTrue(sign.contains(part), sign);
            }
        }
        Outcome check = application
                .environment("ALL", text)
                .environment("OTHER", "$<aws:test/db> $<gcp:contoso-test/db>")
                .jar(Project.agentJar(), "check", "--settings", settings)
                .run()
                .expect(78);
        for (String row : new String[] {
            "contoso/app-secret +env ALL +\\S+ +ok",
            "aws:prod/db +env ALL +\\S+ +ok",
            "gcp:contoso-prod/db +env ALL +\\S+ +ok",
            "file:" + mounted + "/db +env ALL +\\S+ +ok",
            "aws:test/db +env OTHER +not allowed",
            "gcp:contoso-test/db +env OTHER +not allowed"
        }) {
            assertTrue(check.outText().matches("(?s).*" + row + ".*"), () -> row + "\n" + check);
        }
    }

    private static String status(Jdk jdk, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "status";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ForkedJvm.on(jdk).jar(Project.agentJar(), all).run().expect(0).outText();
    }

    /** By the limits and prices that each provider names. */
    @OneJdk
    void simulateKnowsEachService(Jdk jdk) {
        for (String[] service : new String[][] {
            {"aws", Amazon.EXTENSION.toString(), "one account and region", "(at $0.05 for 10,000 and $0.40 a secret)"},
            {"gcp", Amazon.GOOGLE.toString(), "one project", "(at $0.03 for 10,000 and $0.06 a secret)"}
        }) {
            String text = ForkedJvm.on(jdk)
                    .jar(
                            Project.agentJar(),
                            "simulate",
                            "--scheme",
                            service[0],
                            "--extensions",
                            service[1],
                            "--jvms",
                            "10",
                            "--restart-all")
                    .run()
                    .expect(0)
                    .outText();
            assertTrue(text.contains(service[2]) && text.contains(service[3]), text);
            Matcher peak = Pattern.compile("peak (\\d+) ").matcher(text);
            assertTrue(peak.find(), text);
            // At the start a JVM asks AWS once for its twenty secrets, and Google twenty times.
            assertEquals(service[0].equals("gcp"), Integer.parseInt(peak.group(1)) >= 200, text);
        }
    }

    /** What {@code ./quickstart aws} and {@code ./quickstart gcp} run once everything is built, with the arguments of the script. */
    @ParameterizedTest
    @ValueSource(strings = {"aws", "gcp"})
    void theQuickstartShowsTheSameDemonstration(String service) {
        Path classes = Project.built("samples/quickstart/target/classes");
        Outcome shown = ForkedJvm.on(Jdk.oldest())
                .classPath(classes, Project.built("samples/dev-vault/target/keyweave-dev-vault.jar"))
                .main(
                        "io.keyweave.quickstart.Quickstart",
                        Project.agentJar().toString(),
                        Project.built("samples/quickstart/src/main/" + service)
                                + File.pathSeparator
                                + classes
                                + File.pathSeparator
                                + Project.placeOf(ConfigFactory.class),
                        service,
                        Project.built("config-provider/" + service + "/target/keyweave-" + service + ".jar")
                                .toString())
                .run()
                .expect(0);
        String text = shown.outText();
        for (String place : new String[] {
            "system property", "environment", "orders.properties", "application.conf", "first-", "second-"
        }) {
            assertTrue(text.contains(place), () -> place + " is not in " + text);
        }
        assertTrue(text.contains("The running application has the new versions."), text);
    }
}
