import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Compares the reports of two runs of the same tests, and fails when one passes in the first and not in the second. */
public final class Compare {

    public static void main(String[] args) throws Exception {
        Map<String, String> without = outcomes(Path.of(args[0]));
        Map<String, String> with = outcomes(Path.of(args[1]));
        long passed = without.values().stream().filter("passed"::equals).count();
        int worse = 0;
        for (Map.Entry<String, String> test : without.entrySet()) {
            String now = with.getOrDefault(test.getKey(), "not run");
            if (test.getValue().equals("passed") && !now.equals("passed")) {
                System.out.println("  only without the agent: " + test.getKey() + " (" + now + ")");
                worse++;
            }
        }
        System.out.println("  " + without.size() + " tests, " + passed + " pass without the agent, " + worse + " of these do not pass with it");
        System.exit(worse > 0 || passed == 0 ? 1 : 0);
    }

    private static Map<String, String> outcomes(Path folder) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Path report : reports(folder)) {
            NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                String outcome = has(test, "failure") || has(test, "error") ? "failed" : has(test, "skipped") ? "skipped" : "passed";
                outcomes.put(test.getAttribute("classname") + "." + test.getAttribute("name"), outcome);
            }
        }
        return outcomes;
    }

    private static Iterable<Path> reports(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
        }
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }
}
