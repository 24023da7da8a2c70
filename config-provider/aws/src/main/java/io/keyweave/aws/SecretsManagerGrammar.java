package io.keyweave.aws;

import io.keyweave.ReferenceGrammar;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretRef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How secrets of AWS are named: by name in the usual region, by region and name, or by ARN. A name may hold slashes, so what comes first is
 * a region only if it looks like one, and version and stage are options.
 */
final class SecretsManagerGrammar implements ReferenceGrammar {

    static final String STAGE = "stage";
    static final String VERSION = "version";

    /** The label that a read without a label asks for. */
    static final String CURRENT = "AWSCURRENT";

    private static final String NAME = ReferenceReader.LETTERS + ReferenceReader.DIGITS + "-/_+=.@!";
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_STAGE = 256;
    private static final int LONGEST_VERSION = 64;
    private static final int SHORTEST_VERSION = 32;

    @Override
    public String form() {
        return "A placeholder is $<aws:name>, $<aws:region/name> or $<aws:ARN>, with #field and ?option behind it";
    }

    @Override
    public String example() {
        return "$<aws:prod/db-credentials>";
    }

    @Override
    public SecretRef parse(ReferenceReader in) {
        if (in.at("arn:")) {
            return arn(in);
        }
        int begun = in.position();
        String text = in.word(NAME, LONGEST_NAME, "secret name");
        int slash = text.indexOf('/');
        if (slash > 0 && isRegion(text.substring(0, slash))) {
            if (slash == text.length() - 1) {
                throw in.malformed("the secret name is missing behind the region", form(), begun + slash + 1);
            }
            return ref(text.substring(0, slash), text.substring(slash + 1), null, null);
        }
        return ref("", text, null, null);
    }

    /** {@code arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf}; what stands before the name is the container. */
    private SecretRef arn(ReferenceReader in) {
        StringBuilder container = new StringBuilder();
        container.append(taken(in, "arn:"));
        container
                .append(in.word(ReferenceReader.LOWER_CASE + "-", 32, "partition"))
                .append(taken(in, ":"));
        container.append(taken(in, "secretsmanager:"));
        int begun = in.position();
        String region = in.word(ReferenceReader.LOWER_CASE + ReferenceReader.DIGITS + "-", 32, "region");
        if (!isRegion(region)) {
            throw in.malformed("'" + region + "' is not a region", "Correct the ARN", begun);
        }
        container.append(region).append(taken(in, ":"));
        container.append(in.word(ReferenceReader.DIGITS, 12, "account")).append(taken(in, ":secret:"));
        return ref(container.toString(), in.word(NAME, LONGEST_NAME + 7, "secret name"), null, null);
    }

    private static String taken(ReferenceReader in, String text) {
        if (!in.take(text)) {
            throw in.malformed(
                    "unexpected " + in.shown() + " instead of '" + text + "'",
                    "An ARN is arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME");
        }
        return text;
    }

    @Override
    public Set<String> options() {
        return Set.of(STAGE, VERSION);
    }

    @Override
    public SecretRef with(SecretRef ref, String option, String value, ReferenceReader in) {
        if (ref.version() != null || ref.stage() != null) {
            throw in.malformed("stage and version exclude each other", "Keep one of them");
        }
        if (option.equals(VERSION)) {
            if (value.length() < SHORTEST_VERSION || value.length() > LONGEST_VERSION || !isLabel(value, "-")) {
                throw in.malformed(
                        "a version has " + SHORTEST_VERSION + " to " + LONGEST_VERSION + " letters, digits and dashes",
                        "See them by `aws secretsmanager list-secret-version-ids --secret-id " + ref.name() + "`");
            }
            return ref(ref.container(), ref.name(), value, null);
        }
        if (value.isEmpty() || value.length() > LONGEST_STAGE || !isLabel(value, "-_./+=@!:")) {
            throw in.malformed(
                    "a stage is a label such as AWSPREVIOUS",
                    "See them by `aws secretsmanager describe-secret --secret-id " + ref.name() + "`");
        }
        return ref(ref.container(), ref.name(), null, value);
    }

    /** Said or not, AWSCURRENT is what one gets. */
    @Override
    public SecretRef canonical(SecretRef ref) {
        return CURRENT.equals(ref.stage()) ? ref(ref.container(), ref.name(), null, null) : ref;
    }

    private static SecretRef ref(String container, String name, @Nullable String version, @Nullable String stage) {
        String path = container.isEmpty() || container.endsWith(":") ? container + name : container + "/" + name;
        String text = version != null
                ? path + "?" + VERSION + "=" + version
                : stage != null ? path + "?" + STAGE + "=" + stage : path;
        return new SecretRef(SecretsManagerProvider.SCHEME, container, name, version, stage, text);
    }

    /** The region that the reference names, or {@code null} where it leaves that to the settings. */
    static @Nullable String region(SecretRef ref) {
        String container = ref.container();
        if (!container.startsWith("arn:")) {
            return container.isEmpty() ? null : container;
        }
        int end = container.length();
        for (int colons = 0; colons < 3; colons++) {
            end = container.lastIndexOf(':', end - 1);
        }
        return container.substring(container.lastIndexOf(':', end - 1) + 1, end);
    }

    /** What a request calls the secret. */
    static String id(SecretRef ref) {
        return ref.container().startsWith("arn:") ? ref.path() : ref.name();
    }

    /** Whether it has the form of a region, {@code eu-west-1} or {@code us-gov-east-1}: words of letters and a number behind them. */
    private static boolean isRegion(String text) {
        int last = text.lastIndexOf('-');
        int first = text.indexOf('-');
        if (first < 2 || first > 4 || last == first || last < text.length() - 3 || last == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = i > last ? isDigit(c) : c == '-' ? text.charAt(i - 1) != '-' : isLower(c);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String text, String further) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c);
            if (!letter && further.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
