package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {

    @ParameterizedTest
    @CsvSource({
        "/etc/app/db.properties, /etc/app/db.properties, true",
        "/etc/app/db.properties, /etc/app/db.properties2, false",
        "/etc/app/*.properties, /etc/app/db.properties, true",
        "/etc/app/*.properties, /etc/app/sub/db.properties, false",
        "/etc/app/**, /etc/app/..2026/db.properties, true",
        "/etc/app/**, /etc/application/db.properties, false",
        "/etc/app/, /etc/app/a/b, true",
        "/etc/app/, /etc/app, false",
        "/etc/**/db.*, /etc/a/b/db.conf, true",
        "/etc/**/db.*, /etc/a/b/db/x, false",
        "/etc/ap?/x, /etc/app/x, true",
        "/etc/ap?x, /etc/ap/x, false",
        "**, /anything/at/all, true",
        "/srv/*/conf/*.conf, /srv/a/b/conf/x.conf, false",
    })
    void matchesAsDocumented(String glob, String path, boolean expected) {
        assertEquals(expected, new PathGlob(glob).matches(path));
    }

    @Test
    void agreesWithARegularExpressionOnRandomInput() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            String glob = "/" + word(random, "ab/*?*", 8);
            String path = "/" + word(random, "ab/", 10);
            if (glob.contains("***") || glob.endsWith("/")) {
                continue;
            }
            String regex = glob.replace("**", "\0")
                    .replace("*", "[^/]*")
                    .replace("?", "[^/]")
                    .replace("\0", ".*");
            assertEquals(Pattern.matches(regex, path), new PathGlob(glob).matches(path), glob + " on " + path);
        }
    }

    private static String word(Random random, String letters, int longest) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(longest); length > 0; length--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
