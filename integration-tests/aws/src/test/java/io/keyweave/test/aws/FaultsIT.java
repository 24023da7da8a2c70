package io.keyweave.test.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.aws.AwsError;
import io.keyweave.devvault.aws.AwsSecrets;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The faults of AWS in whole JVMs under the agent, met by a start and by a refresh. Those that one secret can have for itself are met in one JVM,
 * each by a secret of its own; those of the connection and of the credentials in a JVM each.
 */
class FaultsIT {

    private static final String OLD = "old-value";
    private static final String NEW = "new-value";

    /**
     * A fault of one secret: what happens to it, and what is said. Of one region and one kind of outage a running JVM tells one incident, so those that
     * look alike lie in different regions; what is refused for another reason is told, whatever its code.
     */
    private record Row(String name, String region, Consumer<AwsServer> strike, String text) {

        AwsSecrets secrets(Amazon amazon) {
            return amazon.server().secrets(region);
        }
    }

    private static Row fault(String name, String region, Fault fault, String text) {
        return new Row(name, region, aws -> aws.fault(fault.on(name)), text);
    }

    private static Row state(String name, String region, Consumer<AwsSecrets> change, String text) {
        return new Row(name, region, aws -> change.accept(aws.secrets(region)), text);
    }

    /** Without throttling, which pauses a whole region. */
    private static final List<Row> ROWS = List.of(
            state("refused", "eu-west-1", s -> s.refuse("refused"), "may not read the secret refused in eu-west-1"),
            state("no-key", "eu-west-1", s -> s.refuseKey("no-key"), "but not use the KMS key"),
            state("bad-key", "eu-west-1", s -> s.disableKey("bad-key"), "cannot be decrypted: its KMS key is disabled"),
            fault("expired", "eu-west-1", AwsError.EXPIRED_TOKEN.fault(), "have expired (ExpiredTokenException)"),
            fault("unknown", "eu-west-1", AwsError.INVALID_TOKEN.fault(), "AWS does not know the access key"),
            fault("signature", "eu-west-1", AwsError.INVALID_SIGNATURE.fault(), "The signature does not fit"),
            fault("clock", "eu-west-1", AwsError.SIGNATURE_EXPIRED.fault(), "clock is more than five minutes off"),
            fault("region", "eu-west-1", AwsError.WRONG_REGION.fault(), "is not the endpoint of the region eu-west-1"),
            fault("down", "eu-west-1", AwsError.INTERNAL.fault(), "answered 500 InternalServiceError"),
            fault("away", "eu-west-1", Fault.status(503), "answered 503 ServiceUnavailableException"),
            fault("html", "eu-west-1", Fault.html(), "which is not an answer of Secrets Manager"),
            fault("empty", "ap-south-1", Fault.emptyAnswer(), "has no value or no version"),
            fault("garbage", "us-east-1", Fault.garbage(), "is not an answer of Secrets Manager"),
            fault("half", "us-west-2", Fault.truncatedBody(), "is not an answer of Secrets Manager"),
            fault("cut", "us-east-1", Fault.emptyReply(), "was cut before an answer came"),
            fault("silent", "eu-west-1", Fault.silence(), "did not finish an answer in time"));

    @TempDir
    private Path directory;

    @EveryJdk
    void aStartTellsEachWithItsCauseAndCommand(Jdk jdk) {
        try (Amazon amazon = new Amazon()) {
            ForkedJvm jvm = amazon.jvm(jdk, "startup-timeout=8s");
            for (Row row : ROWS) {
                // Pinned, so that it is asked for alone.
                String version = row.secrets(amazon).put(row.name(), OLD);
                row.strike().accept(amazon.server());
                jvm.property(
                        "p." + row.name(), "$<aws:" + row.region() + "/" + row.name() + "?version=" + version + ">");
            }
            String deleted = amazon.secrets().put("deleted", OLD);
            amazon.secrets().delete("deleted");
            amazon.server().secrets("ca-west-1").put("busy", OLD);
            amazon.server().fault(AwsError.THROTTLED.fault().on("busy"));
            Outcome outcome = jvm.property("p.missing", "$<aws:eu-west-1/missing?version=" + deleted + ">")
                    .property("p.deleted", "$<aws:deleted?version=" + deleted + ">")
                    .property("p.busy", "$<aws:ca-west-1/busy>")
                    .run()
                    .expect(78);
            String text = outcome.errText();
            for (Row row : ROWS) {
                assertTold(row.text(), text);
                assertTrue(text.contains("system property p." + row.name()), text);
            }
            assertTold("There is no secret missing in eu-west-1", text);
            assertTold("restore-secret --region eu-west-1 --secret-id deleted", text);
            assertTold("Secrets Manager in ca-west-1 throttles (ThrottlingException)", text);
            assertTold("kms:Decrypt", text);
            assertQuiet(outcome);
        }
    }

    /** What is held is served on, the log says why, and it heals. */
    @EveryJdk
    void aRefreshTellsTheSameAndServesOn(Jdk jdk) {
        try (Amazon amazon = new Amazon()) {
            ForkedJvm jvm = amazon.jvm(jdk, "ttl=1s");
            for (Row row : ROWS) {
                row.secrets(amazon).put(row.name(), OLD);
                jvm.property(row.name(), "$<aws:" + row.region() + "/" + row.name() + ">");
            }
            try (RunningJvm running = jvm.startReady()) {
                for (Row row : ROWS) {
                    row.strike().accept(amazon.server());
                }
                for (Row row : ROWS) {
                    running.awaitErr(
                            line -> line.contains("cannot refresh")
                                    // Which secret is named is left open: what fails for a region's credentials or
                                    // service is told once, and
                                    // one request may ask for several secrets.
                                    && line.contains(row.text()),
                            "the line about " + row.name());
                    assertEquals(OLD, running.ask(row.name(), row.name() + " = "));
                }
                amazon.server().clearFaults();
                for (Row row : ROWS) {
                    row.secrets(amazon).allow(row.name());
                    row.secrets(amazon).put(row.name(), NEW);
                }
                for (Row row : ROWS) {
                    Eventually.holds(
                            "the new value of " + row.name(),
                            ForkedJvm.PATIENCE,
                            running,
                            () -> NEW.equals(running.ask(row.name(), row.name() + " = ")));
                }
                amazon.server().fault(Fault.untrustedCertificate());
                running.awaitErr(
                        line -> line.contains("cannot refresh") && line.contains("is not trusted"),
                        "the line about the certificate");
                assertEquals(NEW, running.ask("html", "html = "));
                assertFalse(running.err().toString().contains("-value"), running.toString());
                running.finish().expect(0).expectHarmless();
            }
        }
    }

    @EveryJdk
    void endsInTimeWithItsCodeAndItsReason(Jdk jdk) throws Exception {
        Path nowhere = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        List<Executable> starts = List.of(
                () -> fails(jdk, 69, "cannot be reached", aws -> aws.fault(Fault.refused())),
                () -> fails(jdk, 69, "cannot be reached", aws -> aws.fault(Fault.blackHole())),
                () -> fails(
                        jdk,
                        69,
                        "not finish an answer in time",
                        aws -> aws.fault(Fault.dribble(Duration.ofMillis(200)))),
                () -> fails(jdk, 69, "inspects TLS", aws -> aws.fault(Fault.untrustedCertificate())),
                () -> fails(jdk, 69, "has expired or is not valid yet", aws -> aws.fault(Fault.expiredCertificate())),
                () -> fails(jdk, 69, "is another host's", aws -> aws.fault(Fault.wrongHostCertificate())),
                () -> fails(jdk, 69, "The TLS handshake with", aws -> aws.fault(Fault.plaintext())),
                () -> failsAt(jdk, nowhere, "There is no host secretsmanager.eu-wset-1.amazonaws.com"));
        SideBySide.succeed(4, starts);
    }

    @OneJdk
    void endsInTimeWithoutALogin(Jdk jdk) throws Exception {
        List<Executable> starts = List.of(
                () -> failsAs(jdk, 77, "There are no AWS credentials here", AwsServer::anonymousEnvironment, aws -> {}),
                () -> failsAs(jdk, 77, "have expired", AwsServer::sessionEnvironment, AwsServer::expireCredentials),
                () -> failsAs(
                        jdk,
                        77,
                        "has expired (ExpiredTokenException)",
                        AwsServer::webIdentityEnvironment,
                        aws -> aws.rotateWebIdentityToken(Duration.ofMinutes(-1))),
                () -> failsAs(
                        jdk,
                        77,
                        "The role's trust policy does not let",
                        AwsServer::webIdentityEnvironment,
                        aws -> aws.refuseRole(true)),
                () -> failsAs(
                        jdk,
                        69,
                        "answered 503",
                        AwsServer::webIdentityEnvironment,
                        aws -> aws.fault(Fault.status(503))),
                () -> failsAs(
                        jdk,
                        77,
                        "There are no AWS credentials here",
                        AwsServer::instanceEnvironment,
                        aws -> aws.instanceMetadata().detachRole(true)),
                () -> failsAs(
                        jdk,
                        77,
                        "There are no AWS credentials here",
                        AwsServer::containerEnvironment,
                        aws -> aws.containerCredentials().fault(Fault.status(401))));
        SideBySide.succeed(4, starts);
    }

    private interface Login {
        Map<String, String> environment(AwsServer aws);
    }

    private static void fails(Jdk jdk, int code, String text, Consumer<AwsServer> strike) {
        failsAs(jdk, code, text, AwsServer::environment, strike);
    }

    private static void failsAs(Jdk jdk, int code, String text, Login login, Consumer<AwsServer> strike) {
        try (Amazon amazon = new Amazon()) {
            amazon.secrets().put("db", OLD);
            Map<String, String> environment = login.environment(amazon.server());
            strike.accept(amazon.server());
            judge(amazon.jvm(jdk, environment, "startup-timeout=6s"), code, text);
        }
    }

    /** @param hosts what names there are */
    private static void failsAt(Jdk jdk, Path hosts, String text) {
        try (Amazon amazon = new Amazon()) {
            Map<String, String> environment = amazon.server().environment();
            environment.remove("AWS_ENDPOINT_URL_SECRETS_MANAGER");
            environment.put("AWS_REGION", "eu-wset-1");
            ForkedJvm jvm =
                    amazon.jvm(jdk, environment, "startup-timeout=6s").property("jdk.net.hosts.file", hosts.toString());
            judge(jvm, 69, text);
        }
    }

    private static void judge(ForkedJvm jvm, int code, String text) {
        Outcome outcome = jvm.property("db.password", "$<aws:db>").run().expect(code);
        assertTold(text, outcome.errText());
        assertTold("system property db.password", outcome.errText());
        assertTold("  -> ", outcome.errText());
        assertQuiet(outcome);
    }

    private static void assertTold(String words, String text) {
        assertTrue(text.contains(words), words + "\nis not told by\n" + text);
    }

    /** The application was not started, nobody dumped a stack, and nothing secret is anywhere. */
    private static void assertQuiet(Outcome outcome) {
        assertEquals("", outcome.outText());
        String text = outcome.errText();
        assertFalse(text.contains("\tat "), text);
        assertFalse(text.contains(OLD) || text.contains("AKIA") || text.contains("ASIA") || text.contains("eyJ"), text);
    }
}
