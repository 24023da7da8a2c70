package io.keyweave.gcp;

import io.keyweave.ReferenceGrammar;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretRef;

/**
 * {@code project/secret}, {@code project/locations/REGION/secret}, with {@code /versions/NUMBER} or {@code /versions/ALIAS} behind it; or
 * Google's own resource name, {@code projects/P/secrets/S/versions/V}. A number is a version forever; an alias and {@code latest} move.
 */
final class SecretManagerGrammar implements ReferenceGrammar {

    static final String SCHEME = "gcp";

    private static final String LOCATIONS = "locations/";
    private static final String VERSIONS = "/versions/";

    /** An id, a number, or the id of a project of a domain: {@code example.com:orders}. */
    private static final String PROJECT = ReferenceReader.LOWER_CASE + ReferenceReader.DIGITS + "-.:";

    private static final String REGION = ReferenceReader.LOWER_CASE + ReferenceReader.DIGITS + "-";
    private static final String NAME = ReferenceReader.LETTERS + ReferenceReader.DIGITS + "-_";
    private static final int LONGEST_PROJECT = 100;
    private static final int LONGEST_REGION = 40;
    private static final int LONGEST_SECRET = 255;
    private static final int LONGEST_ALIAS = 63;

    @Override
    public String form() {
        return "A placeholder is $<gcp:project/secret> or $<gcp:project/locations/region/secret>, with /versions/NUMBER or"
                + " /versions/ALIAS, #field and ?option behind it";
    }

    @Override
    public String example() {
        return "$<gcp:contoso-prod/db-password>";
    }

    @Override
    public SecretRef parse(ReferenceReader in) {
        boolean resourceName = in.take("projects/");
        String project = in.word(PROJECT, LONGEST_PROJECT, "project");
        slash(in, "project");
        String container = project;
        if (in.take(LOCATIONS)) {
            container = project + "/" + LOCATIONS + in.word(REGION, LONGEST_REGION, "region");
            slash(in, "region");
        }
        if (resourceName && !in.take("secrets/")) {
            throw in.malformed(
                    "a resource name goes on with secrets/ here",
                    "Write projects/PROJECT/secrets/SECRET, or PROJECT/SECRET without projects/ and secrets/");
        }
        String name = in.word(NAME, LONGEST_SECRET, "secret name");
        if (!in.take(VERSIONS)) {
            return new SecretRef(SCHEME, container, name, null);
        }
        int begin = in.position();
        String version = in.word(NAME, LONGEST_ALIAS, "version");
        if (version.equals(SecretResource.LATEST)) {
            return new SecretRef(SCHEME, container, name, null);
        }
        String text = container + "/" + name + VERSIONS + version;
        if (isNumber(version)) {
            return new SecretRef(SCHEME, container, name, version, null, text);
        }
        if (!Character.isLetter(version.charAt(0))) {
            throw in.malformed(
                    "a version is a number or an alias, and an alias begins with a letter",
                    "Write the number as `gcloud secrets versions list` shows it, or an alias of the secret",
                    begin);
        }
        return new SecretRef(SCHEME, container, name, null, version, text);
    }

    private static void slash(ReferenceReader in, String what) {
        if (!in.take("/")) {
            throw in.malformed(
                    "unexpected " + in.shown() + " behind the " + what,
                    "A slash and the secret's name follow the " + what);
        }
    }

    /** Without leading zeros, so that each version has one text. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() <= 18 && text.charAt(0) != '0';
    }
}
