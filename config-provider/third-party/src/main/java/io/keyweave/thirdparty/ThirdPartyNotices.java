package io.keyweave.thirdparty;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file {@code META-INF/THIRD-PARTY.txt}: each library with its licence and notices, then each licence once. */
final class ThirdPartyNotices {

    private static final String RULE = "=".repeat(80) + "\n";

    private ThirdPartyNotices() {}

    static String of(String product, List<PackedLibrary> libraries) throws IOException {
        StringBuilder text = new StringBuilder();
        if (libraries.isEmpty()) {
            return product + " packs no libraries of others.\n";
        }
        text.append(product)
                .append(" packs these libraries. Each is under the licence that is named with it; the texts of the")
                .append(" licences are at the end.\n");
        Map<String, String> licences = new TreeMap<>();
        for (PackedLibrary library : libraries) {
            String licence = Licence.spdx(library);
            licences.put(licence, Licence.text(licence));
            text.append('\n').append(RULE).append(library.coordinates()).append('\n');
            if (library.holder() != null) {
                text.append("Copyright (c) ").append(library.holder()).append('\n');
            }
            text.append("Licence: ").append(licence).append('\n');
            for (PackedLibrary.BundledLibrary bundled : library.bundled()) {
                licences.put(bundled.licence(), Licence.text(bundled.licence()));
                text.append("It holds ")
                        .append(bundled.name())
                        .append(" as ")
                        .append(bundled.classes().replaceFirst("/$", "").replace('/', '.'))
                        .append(". Copyright (c) ")
                        .append(bundled.holder())
                        .append(". Licence: ")
                        .append(bundled.licence())
                        .append('\n');
            }
            for (Map.Entry<String, String> notice : library.notices().entrySet()) {
                // A copy of a standard text that stands below says nothing new.
                if (!sameWords(notice.getValue(), licences.get(licence))) {
                    text.append("\n-- ")
                            .append(notice.getKey())
                            .append("\n\n")
                            .append(notice.getValue())
                            .append('\n');
                }
            }
        }
        licences.forEach((id, words) -> text.append('\n')
                .append(RULE)
                .append("Licence ")
                .append(id)
                .append("\n\n")
                .append(words)
                .append('\n'));
        return text.toString();
    }

    private static String words(String text) {
        return text.replace("http://", "https://").replaceAll("\\s+", "");
    }

    private static boolean sameWords(String one, String other) {
        return words(one).equals(words(other));
    }
}
