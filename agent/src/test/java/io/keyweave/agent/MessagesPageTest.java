package io.keyweave.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.MessageCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/troubleshooting.md} explains every code. What is not of the vault or the identity is written from the constants of
 * {@link MessageCode} in the classes of the library and the agent. Run {@link #main} in the module's folder to write it anew.
 */
class MessagesPageTest {

    private static final Path PAGE = Path.of("../docs/troubleshooting.md");
    private static final Path ON_CALL = Path.of("../docs/on-call.md");
    private static final String BEGIN =
            "<!-- codes: made from the constants of io.keyweave.MessageCode, see MessagesPageTest -->\n";
    private static final String END = "<!-- end of codes -->\n";
    private static final List<Path> CLASSES =
            List.of(Path.of("../config-provider/target/classes"), Path.of("target/classes"));
    private static final Pattern FACT = Pattern.compile("\\{([a-zA-Z-]+)}");
    private static final Pattern CODE = Pattern.compile("KW-\\d{4}");

    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("KW-1", "Start and end of a JVM");
        SECTIONS.put("KW-4", "The secrets of a running JVM");
        SECTIONS.put("KW-5", "Placeholders, settings, trust");
        SECTIONS.put("KW-6", "Logins");
        SECTIONS.put("KW-7", "Kafka");
        SECTIONS.put("KW-8", "Other providers");
        SECTIONS.put("KW-9", "The agent");
    }

    /** All that library and agent declare, by code. */
    static List<MessageCode> declared() throws Exception {
        List<MessageCode> all = new ArrayList<>();
        for (Path directory : CLASSES) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".class")).toList()) {
                    // Most classes name no code, and loading them may start something.
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .contains("Lio/keyweave/MessageCode;")) {
                        String name = directory.relativize(file).toString().replace('/', '.');
                        add(Class.forName(name.substring(0, name.length() - 6)), all);
                    }
                }
            }
        }
        all.sort(Comparator.comparing(MessageCode::code));
        return all;
    }

    private static void add(Class<?> owner, List<MessageCode> all) throws IllegalAccessException {
        for (Field field : owner.getDeclaredFields()) {
            if (field.getType() == MessageCode.class && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                all.add((MessageCode) field.get(null));
            }
        }
    }

    private static String made() throws Exception {
        StringBuilder out = new StringBuilder();
        List<MessageCode> all = declared();
        SECTIONS.forEach((prefix, heading) -> {
            out.append("\n### ").append(heading).append('\n');
            for (MessageCode message : all) {
                if (message.code().startsWith(prefix)) {
                    out.append("\n#### ").append(message.code()).append("\n\n`");
                    out.append(message.level().name().toLowerCase(Locale.ROOT)).append("` **");
                    out.append(shown(message.text())).append("**<br>\n");
                    out.append(shown(message.advice())).append('\n');
                }
            }
        });
        return out.append('\n').toString();
    }

    /** Facts in capitals, optional parts as if known. */
    private static String shown(String text) {
        Matcher fact = FACT.matcher(text.replace("«", "").replace("»", ""));
        return fact.replaceAll(
                found -> found.group(1).replaceAll("([A-Z])", "-$1").toUpperCase(Locale.ROOT));
    }

    private static String with(String made, String page) {
        return page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + made + page.substring(page.indexOf(END));
    }

    @Test
    void thePageShowsEveryCode() throws Exception {
        String page = Files.readString(PAGE);
        assertTrue(page.contains(BEGIN) && page.contains(END), "no such part in " + PAGE);
        assertEquals(with(made(), page), page, "run MessagesPageTest.main in agent/");
    }

    @Test
    void aCodeMeansOneThing() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (MessageCode message : declared()) {
            assertTrue(CODE.matcher(message.code()).matches(), message.code());
            assertTrue(SECTIONS.containsKey(message.code().substring(0, 4)), "no section for " + message.code());
            String other = texts.put(message.code(), message.text());
            assertTrue(other == null, () -> message.code() + " is " + other + " and " + message.text());
            assertTrue(!message.advice().isEmpty(), message.code());
        }
        assertTrue(texts.size() > 70, "codes: " + texts.size());
    }

    /** One heading for each code, of vault and identity, too, and no code named that has none. */
    @Test
    void everyCodeThatIsNamedIsExplained() throws IOException {
        List<String> headings = new ArrayList<>();
        Matcher heading = Pattern.compile("(?m)^#### (KW-\\d{4})$").matcher(Files.readString(PAGE));
        while (heading.find()) {
            assertTrue(!headings.contains(heading.group(1)), "twice: " + heading.group(1));
            headings.add(heading.group(1));
        }
        for (Path page : List.of(PAGE, ON_CALL)) {
            Matcher named = CODE.matcher(Files.readString(page));
            while (named.find()) {
                assertTrue(headings.contains(named.group()), named.group() + " on " + page + " is explained nowhere");
            }
        }
    }

    /** Whoever is woken up by a line finds what to do first by its code. What is only told for debugging wakes nobody. */
    @Test
    void whoIsOnCallFindsEveryCode() throws IOException {
        List<String> there = new ArrayList<>();
        Matcher range = Pattern.compile("KW-(\\d{4})(?: to KW-(\\d{4}))?").matcher(Files.readString(ON_CALL));
        while (range.find()) {
            int last = Integer.parseInt(range.group(2) == null ? range.group(1) : range.group(2));
            for (int code = Integer.parseInt(range.group(1)); code <= last; code++) {
                there.add("KW-" + code);
            }
        }
        List<String> missing = new ArrayList<>();
        Matcher heading =
                Pattern.compile("(?m)^#### (KW-\\d{4})\n\n(?!`debug`)").matcher(Files.readString(PAGE));
        while (heading.find()) {
            if (!there.contains(heading.group(1))) {
                missing.add(heading.group(1));
            }
        }
        assertEquals(List.of(), missing, "write what first into " + ON_CALL);
    }

    public static void main(String[] args) throws Exception {
        Files.writeString(PAGE, with(made(), Files.readString(PAGE)));
    }
}
