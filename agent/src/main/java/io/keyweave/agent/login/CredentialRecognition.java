package io.keyweave.agent.login;

import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which secret the credential of a login came from. All there is to go by is the text, so what is not certain is left alone:
 * a short password that might be a coincidence, and a text that is in two secrets which have since parted.
 */
final class CredentialRecognition {

    /** Under this length a password counts only together with a user name that came from a secret, too. */
    static final int SHORT = 8;

    /**
     * A source and what was recognised.
     *
     * @param source the source
     * @param given what the application passed, with the version it is from
     * @param literal whether the driver would send the password as it was recognised
     */
    record Recognised(CredentialSource source, CredentialVersion given, boolean literal) {}

    private final ServedSecrets secrets;
    private final Predicate<CredentialSource> known;
    private final Consumer<List<SecretPart>> ambiguous;
    private final BiConsumer<String, SecretPart> tooShort;

    /**
     * @param known whether a login with a credential of that source has succeeded before
     * @param ambiguous told of a text that is in several secrets whose current values differ
     * @param tooShort told of a target and of the secret whose text is a password there, but so short that it may be a coincidence
     */
    CredentialRecognition(
            ServedSecrets secrets,
            Predicate<CredentialSource> known,
            Consumer<List<SecretPart>> ambiguous,
            BiConsumer<String, SecretPart> tooShort) {
        this.secrets = secrets;
        this.known = known;
        this.ambiguous = ambiguous;
        this.tooShort = tooShort;
    }

    /** @return null when the credential is none of ours or its source is not certain */
    @Nullable
    Recognised of(String target, @Nullable String user, List<String> passwords) {
        for (int i = 0; i < passwords.size(); i++) {
            String password = passwords.get(i);
            List<ServedPart> found = password.isEmpty() ? List.of() : secrets.find(password);
            if (!found.isEmpty()) {
                return choose(target, user, password, found, i == 0);
            }
        }
        return null;
    }

    private @Nullable Recognised choose(
            String target, @Nullable String user, String password, List<ServedPart> found, boolean literal) {
        List<ServedPart> users = user == null || user.isEmpty() ? List.of() : secrets.find(user);
        if (password.length() < SHORT && users.isEmpty()) {
            tooShort.accept(target, found.get(0).part());
            return null;
        }
        Map<CredentialSource, Recognised> choices = new LinkedHashMap<>();
        found.stream().sorted(Comparator.comparing(f -> f.part().toString())).forEach(one -> {
            ServedPart userFound = userOf(one.part(), users);
            CredentialSource source =
                    CredentialSource.of(target, one.part(), userFound == null ? null : userFound.part(), user);
            String version = source.version(one.version(), userFound == null ? null : userFound.version());
            choices.putIfAbsent(
                    source,
                    new Recognised(source, new CredentialVersion(new Credential(user, password), version), literal));
        });
        List<Recognised> left = new ArrayList<>(choices.values());
        left = preferred(left, choice -> choice.source().pair());
        left = preferred(left, choice -> known.test(choice.source()));
        if (agree(left)) {
            return left.get(0);
        }
        ambiguous.accept(
                left.stream().map(choice -> choice.source().passwordPart()).toList());
        return null;
    }

    /** The user name's part: of the same secret if there is one, else the only one there is. */
    private static @Nullable ServedPart userOf(SecretPart password, List<ServedPart> users) {
        for (ServedPart user : users) {
            if (user.part().secret().equals(password.secret()) && !user.part().equals(password)) {
                return user;
            }
        }
        return users.size() == 1 && !users.get(0).part().equals(password) ? users.get(0) : null;
    }

    private static List<Recognised> preferred(List<Recognised> choices, Predicate<Recognised> better) {
        List<Recognised> best = choices.stream().filter(better).toList();
        return best.isEmpty() ? choices : best;
    }

    private boolean agree(List<Recognised> choices) {
        if (choices.size() == 1) {
            return true;
        }
        CredentialVersion first = choices.get(0).source().current(secrets);
        for (Recognised choice : choices) {
            CredentialVersion other = choice.source().current(secrets);
            if (first == null || other == null || !first.credential().equals(other.credential())) {
                return false;
            }
        }
        return true;
    }
}
