package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.served.VersionedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that log in as Kafka's do, one I/O thread each, while a password is rotated, in every order of their steps: choosing a version, the
 * server's answer, being told of it. A client whose password has worked is never ended.
 */
class LoginOrdersTest {

    private static final String V1 = "first-password";
    private static final String V2 = "second-password";
    private static final LoginTarget BROKER = LoginTarget.of("kafka://broker", "kafka", "broker", 9092);

    private static final LoginTarget DATABASE = LoginTarget.list("db:1", "fake", "db:1");

    /** Which side changes first. */
    enum First {
        VAULT,
        SERVER
    }

    @ParameterizedTest
    @CsvSource({"VAULT, 2, 4", "SERVER, 2, 4", "VAULT, 3, 2", "SERVER, 3, 2"})
    void nobodyIsEndedByAFalseStatement(First first, int clients, int switches) {
        Supplier<Schedules.World> worlds = () -> new Rotation(first, clients);
        assertTrue(Schedules.explore(worlds, switches) > 1000);
    }

    /** Another client goes through the whole rotation in the middle of a login, wherever that looks at the secrets. */
    @Test
    void aWholeRotationInTheMiddleOfALogin() throws Throwable {
        boolean inserted = true;
        for (int at = 1; inserted; at++) {
            FakeServedSecrets vault = new FakeServedSecrets();
            FakeServer server = new FakeServer("db:1").accept("app", V1);
            vault.put("db", "1", V1).read("db");
            Interrupted secrets = new Interrupted(vault);
            Logins logins = new Logins(secrets, List.of(), () -> 0, EventLog.SILENT, new Refreshes(Runnable::run));
            logins.login(server.login("app", V1));
            secrets.at(at, () -> {
                vault.put("db", "2", V2).see("db");
                server.drop("app", V1).accept("app", V2);
                AsyncLogin other = logins.later(DATABASE, "app", V1, List.of(V1));
                other.now();
                other.failed();
            });
            assertNotNull(logins.login(server.login("app", V1)), "interrupted at " + at);
            inserted = secrets.done();
        }
    }

    /** Lets something happen after the so-and-so-many-th answer was made and before it is given. */
    private static final class Interrupted extends PassedOnSecrets {
        private int left;
        private Runnable happens = () -> {};

        Interrupted(ServedSecrets secrets) {
            super(secrets);
        }

        void at(int count, Runnable action) {
            left = count;
            happens = action;
        }

        boolean done() {
            return left <= 0;
        }

        private <T> T answered(T answer) {
            if (--left == 0) {
                happens.run();
            }
            return answer;
        }

        @Override
        public List<ServedPart> find(String text) {
            return answered(super.find(text));
        }

        @Override
        public List<VersionedText> read(List<SecretPart> parts) {
            return answered(super.read(parts));
        }
    }

    private static final class Rotation implements Schedules.World {

        private final FakeServedSecrets vault = new FakeServedSecrets();
        private final Queue<Runnable> requests = new ArrayDeque<>();
        private final Logins logins =
                new Logins(vault, List.of(), () -> 0, EventLog.SILENT, new Refreshes(requests::add));
        private final List<Runnable> changes = new ArrayList<>();
        private final List<Client> clients = new ArrayList<>();
        private String accepted = V1;

        Rotation(First first, int count) {
            vault.put("db", "1", V1).read("db");
            AsyncLogin before = login();
            before.now();
            before.succeeded();
            Runnable inVault = () -> vault.put("db", "2", V2);
            Runnable seen = () -> vault.see("db");
            Runnable atServer = () -> accepted = V2;
            changes.addAll(first == First.VAULT ? List.of(inVault, seen, atServer) : List.of(atServer, inVault, seen));
            for (int i = 0; i < count; i++) {
                clients.add(new Client());
            }
        }

        private AsyncLogin login() {
            return logins.later(BROKER, "app", V1, List.of(V1));
        }

        /** The clients, then whoever rotates, then the vault, which answers what it was asked. */
        @Override
        public int actors() {
            return clients.size() + 2;
        }

        @Override
        public boolean done(int actor) {
            if (actor < clients.size()) {
                return clients.get(actor).done();
            }
            return actor == clients.size() ? changes.isEmpty() : requests.isEmpty();
        }

        @Override
        public void step(int actor) {
            if (actor < clients.size()) {
                clients.get(actor).step();
            } else if (actor == clients.size()) {
                changes.remove(0).run();
            } else {
                requests.remove().run();
            }
        }

        @Override
        public void close() {
            for (Client client : clients) {
                client.rounds = 0;
                client.loggedIn = false;
                while (!client.done()) {
                    client.step();
                    while (!requests.isEmpty()) {
                        requests.remove().run();
                    }
                }
                assertTrue(client.loggedIn, "a client that does not get in although the rotation is over");
            }
        }

        /** Comes back after each broken connection. */
        private final class Client {
            private static final int MOST_ROUNDS = 3;

            private int rounds;
            private boolean loggedIn;
            private AsyncLogin login;
            private Optional<Credential> chosen = Optional.empty();
            private Boolean answer;

            boolean done() {
                return loggedIn || login == null && rounds >= MOST_ROUNDS;
            }

            void step() {
                if (login == null) {
                    login = login();
                    chosen = login.now();
                } else if (chosen.isEmpty()) {
                    if (!login.asking() && !login.found() && !login.amidRotation()) {
                        String said = login.resting();
                        assertNull(said, "ended although the server takes " + accepted);
                    }
                    comeBack();
                } else if (answer == null) {
                    answer = chosen.get().password().equals(accepted);
                } else if (answer) {
                    login.succeeded();
                    loggedIn = true;
                } else {
                    login.failed();
                    comeBack();
                }
            }

            private void comeBack() {
                rounds++;
                login = null;
                answer = null;
            }
        }
    }
}
