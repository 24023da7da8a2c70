package com.example.provider;

import io.keyweave.ReferenceGrammar;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretRef;

/** An absolute path of letters, digits, dots, dashes and underscores. */
final class FileGrammar implements ReferenceGrammar {

    private static final String NAME = ReferenceReader.LETTERS + ReferenceReader.DIGITS + "._-";

    @Override
    public String form() {
        return "A placeholder is $<file:/directory/file>, with #field and ?option behind it";
    }

    @Override
    public String example() {
        return "$<file:/mnt/secrets/db-password>";
    }

    @Override
    public SecretRef parse(ReferenceReader in) {
        String directory = "";
        String name = "";
        do {
            directory += name + "/";
            if (!in.take("/")) {
                throw in.malformed("the path does not begin with /", form());
            }
            int start = in.position();
            name = in.word(NAME, 255, "file name");
            if (name.equals(".") || name.equals("..")) {
                throw in.malformed("the path leads upwards", "Write the whole path", start);
            }
        } while (in.at("/"));
        return new SecretRef("file", directory, name, null);
    }
}
